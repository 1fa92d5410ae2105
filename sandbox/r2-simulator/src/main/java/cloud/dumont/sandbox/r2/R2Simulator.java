package cloud.dumont.sandbox.r2;

import cloud.dumont.sandbox.r2.auth.AccessKey;
import cloud.dumont.sandbox.r2.auth.Authenticator;
import cloud.dumont.sandbox.r2.cloudflare.CloudflareApi;
import cloud.dumont.sandbox.r2.fault.R2Faults;
import cloud.dumont.sandbox.r2.meter.R2Meter;
import cloud.dumont.sandbox.r2.meter.R2Reading;
import cloud.dumont.sandbox.r2.s3.S3Api;
import cloud.dumont.sandbox.r2.store.Bucket;
import cloud.dumont.sandbox.r2.store.LockRule;
import cloud.dumont.sandbox.r2.store.Store;
import cloud.dumont.sandbox.r2.wire.R2RequestEntry;
import cloud.dumont.sandbox.r2.wire.R2RequestLog;
import cloud.dumont.sandbox.r2.wire.R2Server;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Cloudflare R2 on loopback: the S3 API and the few Cloudflare paths around it. All methods may be called from any thread.
 * An answer that a client has seen stays true whatever happens to this process.
 */
public final class R2Simulator implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(R2Simulator.class.getName());
    private static final long SAVE_MILLIS = 1_000;

    private final R2Config config;
    private final InstantSource clock;
    private final Store store;
    private final R2Meter meter;
    private final R2RequestLog log;
    private final R2Faults faults;
    private final R2Server server;
    private final ScheduledExecutorService saver = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("r2-simulator").factory());

    private R2Simulator(R2Config config, InstantSource clock) throws IOException {
        this.config = config;
        this.clock = clock;
        this.store = Store.open(config.folder(), config.sameKeyInterval(), config.fsync());
        config.buckets().forEach(bucket -> store.createBucket(bucket, clock.instant()));
        this.meter = new R2Meter(config.folder().resolve("meter.json"));
        this.log = new R2RequestLog(config.requestLog());
        this.faults = new R2Faults(store.damage(), config.latency(), clock);
        S3Api s3 = new S3Api(store, new Authenticator(config.account(), config.keys()), meter);
        CloudflareApi cloudflare = new CloudflareApi(
                config.account(),
                config.apiToken(),
                config.keys().stream().collect(Collectors.toMap(AccessKey::id, Function.identity())),
                store);
        this.server = R2Server.start(config.port(), new Front(s3, cloudflare, store, faults, meter, log, clock));
        saver.scheduleWithFixedDelay(this::save, SAVE_MILLIS, SAVE_MILLIS, TimeUnit.MILLISECONDS);
    }

    public static R2Simulator start(R2Config config, InstantSource clock) throws IOException {
        return new R2Simulator(config, clock);
    }

    /** On the clock of this machine. */
    public static R2Simulator start(R2Config config) throws IOException {
        return start(config, InstantSource.system());
    }

    public String url() {
        return server.url();
    }

    public int port() {
        return server.port();
    }

    public R2Config config() {
        return config;
    }

    public R2Faults faults() {
        return faults;
    }

    /** What R2 would charge by now. */
    public R2Reading meter() {
        return meter.read(clock.instant());
    }

    /** Requests at or after this moment, oldest first. */
    public List<R2RequestEntry> requests(Instant since) {
        return log.since(since);
    }

    /** What is stored under a prefix, in key order, past every permission. */
    public List<R2Object> objects(String bucketName, String prefix) {
        Bucket bucket = store.bucket(bucketName);
        return bucket.objects().tailMap(prefix).values().stream()
                .takeWhile(object -> object.key().startsWith(prefix))
                .map(object ->
                        new R2Object(bucketName, object.key(), object.size(), object.etag(), object.lastModified()))
                .toList();
    }

    /** Sets the locks of a bucket as the Cloudflare API would. */
    public void lock(String bucket, List<LockRule> rules) {
        store.lock(bucket, rules);
    }

    /** Shortens the journal; happens by itself when it has grown. */
    public void compact() {
        store.compact();
    }

    private void save() {
        try {
            meter.save();
        } catch (IOException | RuntimeException failed) {
            // a saver that stops for one failure would lose all later bills too
            LOG.log(System.Logger.Level.WARNING, "the meter is not saved", failed);
        }
    }

    /** Stops answering; everything stays on disk. */
    @Override
    public void close() throws IOException {
        server.close();
        saver.shutdownNow();
        save();
        log.close();
        store.close();
    }
}
