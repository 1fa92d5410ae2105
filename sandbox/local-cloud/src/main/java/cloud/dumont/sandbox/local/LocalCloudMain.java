package cloud.dumont.sandbox.local;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What {@code ./dumont up} runs once everything is built: starts the sandbox and stays until it is told to stop. */
public final class LocalCloudMain {
    private LocalCloudMain() {}

    public static void main(String[] arguments) {
        long began = System.nanoTime();
        Logger.getLogger("").setLevel(Level.WARNING);
        LocalCloudConfig config;
        try {
            config = CommandLine.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println("dumont: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        try (LocalCloud cloud = LocalCloud.start(config, line -> step(began, line))) {
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                stopped.countDown();
                join(main);
            }));
            System.out.println(ReadyTable.of(cloud.endpoints(), seconds(began)));
            stopped.await();
            step(began, "stopping");
        } catch (IOException failed) {
            System.err.println("dumont: " + failed.getMessage());
            System.exit(1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread main) {
        try {
            main.join(Duration.ofSeconds(60));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void step(long began, String line) {
        System.out.println("%6.1f s  %s".formatted(seconds(began), line));
    }

    private static double seconds(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
    }
}
