package cloud.dumont.sandbox.r2;

import cloud.dumont.sandbox.r2.auth.AccessKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to run the simulator.
 *
 * @param port 0 for any free one
 * @param folder what is stored is kept here, across restarts and kills
 * @param account Cloudflare's name of the account
 * @param apiToken bearer token of the Cloudflare API paths
 * @param keys access keys that S3 clients sign with
 * @param buckets made at the start when they are missing
 * @param latency that every call waits before it begins; an R2 far away has about 40 ms
 * @param sameKeyInterval how far apart two writes of one key must be; zero switches the limit off
 * @param fsync whether acknowledged objects survive the machine and not only the process
 * @param requestLog file for one JSON line per request; null keeps the newest in memory only
 */
public record R2Config(
        int port,
        Path folder,
        String account,
        String apiToken,
        List<AccessKey> keys,
        List<String> buckets,
        Duration latency,
        Duration sameKeyInterval,
        boolean fsync,
        @Nullable Path requestLog) {
    public static final Duration USUAL_INTERVAL = Duration.ofSeconds(1);

    public R2Config {
        keys = List.copyOf(keys);
        buckets = List.copyOf(buckets);
    }

    /** On any free port, quick, with one key for everything and one bucket {@code dumont-backups}. */
    public static R2Config of(Path folder) {
        return new R2Config(
                0,
                folder,
                "sandbox-account",
                "sandbox-api-token",
                List.of(AccessKey.admin("sandbox-key", "sandbox-secret")),
                List.of("dumont-backups"),
                Duration.ZERO,
                USUAL_INTERVAL,
                false,
                null);
    }

    public R2Config withPort(int other) {
        return new R2Config(
                other, folder, account, apiToken, keys, buckets, latency, sameKeyInterval, fsync, requestLog);
    }

    public R2Config withAccount(String name, String token) {
        return new R2Config(port, folder, name, token, keys, buckets, latency, sameKeyInterval, fsync, requestLog);
    }

    public R2Config withKeys(AccessKey... others) {
        return new R2Config(
                port, folder, account, apiToken, List.of(others), buckets, latency, sameKeyInterval, fsync, requestLog);
    }

    public R2Config withBuckets(String... names) {
        return new R2Config(
                port, folder, account, apiToken, keys, List.of(names), latency, sameKeyInterval, fsync, requestLog);
    }

    public R2Config withLatency(Duration every) {
        return new R2Config(port, folder, account, apiToken, keys, buckets, every, sameKeyInterval, fsync, requestLog);
    }

    public R2Config withSameKeyInterval(Duration interval) {
        return new R2Config(port, folder, account, apiToken, keys, buckets, latency, interval, fsync, requestLog);
    }

    public R2Config withFsync(boolean flush) {
        return new R2Config(
                port, folder, account, apiToken, keys, buckets, latency, sameKeyInterval, flush, requestLog);
    }

    public R2Config withRequestLog(Path file) {
        return new R2Config(port, folder, account, apiToken, keys, buckets, latency, sameKeyInterval, fsync, file);
    }
}
