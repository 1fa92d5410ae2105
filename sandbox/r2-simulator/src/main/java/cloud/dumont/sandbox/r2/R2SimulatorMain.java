package cloud.dumont.sandbox.r2;

import cloud.dumont.sandbox.r2.auth.AccessKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The simulator as a process of its own, for benchmarks and for tests that kill it: {@code FOLDER [PORT]}. Settings come
 * from the environment: {@code R2_ACCESS_KEY_ID}, {@code R2_SECRET_ACCESS_KEY}, {@code R2_BUCKETS} (comma-separated),
 * {@code R2_LATENCY_MS}, {@code R2_SAME_KEY_INTERVAL_MS}, {@code R2_FSYNC}. It prints its address when it is ready.
 */
public final class R2SimulatorMain {
    private R2SimulatorMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: FOLDER [PORT]");
            System.exit(2);
        }
        int port = arguments.length == 2 ? Integer.parseInt(arguments[1]) : 0;
        R2Simulator r2 = R2Simulator.start(config(Path.of(arguments[0]), port, System.getenv()));
        System.out.println(r2.url());
        System.out.flush();
        new CountDownLatch(1).await();
    }

    static R2Config config(Path folder, int port, Map<String, String> environment) {
        String secret = environment.getOrDefault("R2_SECRET_ACCESS_KEY", "");
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("R2_SECRET_ACCESS_KEY is not set");
        }
        return R2Config.of(folder)
                .withPort(port)
                .withKeys(AccessKey.admin(environment.getOrDefault("R2_ACCESS_KEY_ID", "sandbox-key"), secret))
                .withBuckets(
                        environment.getOrDefault("R2_BUCKETS", "dumont-backups").split(","))
                .withLatency(millis(environment, "R2_LATENCY_MS", Duration.ZERO))
                .withSameKeyInterval(millis(environment, "R2_SAME_KEY_INTERVAL_MS", R2Config.USUAL_INTERVAL))
                .withFsync(Boolean.parseBoolean(environment.getOrDefault("R2_FSYNC", "false")));
    }

    private static Duration millis(Map<String, String> environment, String name, Duration otherwise) {
        String text = environment.get(name);
        return text == null ? otherwise : Duration.ofMillis(Long.parseLong(text));
    }
}
