package cloud.dumont.benchmark.backup;

import cloud.dumont.sandbox.r2.R2Config;
import cloud.dumont.sandbox.r2.R2Simulator;
import cloud.dumont.sandbox.r2.auth.AccessKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** The simulated store as a process: {@code FOLDER LOG}. Reads {@code latency MILLIS} lines; prints its address first. */
public final class StoreMain {
    private StoreMain() {}

    public static void main(String[] arguments) throws IOException {
        R2Config config = R2Config.of(Path.of(arguments[0]))
                .withKeys(AccessKey.admin(Signing.KEY, Signing.SECRET))
                .withSameKeyInterval(Duration.ZERO)
                .withRequestLog(Path.of(arguments[1]));
        try (R2Simulator r2 = R2Simulator.start(config);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Line.of("ready").with("url", r2.url()).print();
            String line;
            while ((line = in.readLine()) != null) {
                String[] words = line.split(" ", -1);
                r2.faults().setLatency(Duration.ofMillis(Long.parseLong(words[1])));
                Line.of("done").print();
            }
        }
    }
}
