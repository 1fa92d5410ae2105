package cloud.dumont.sandbox.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Short-lived programs of the operating system: run, wait, read. */
public final class Command {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Command() {}

    /** What a program answered: its exit status and everything it printed. */
    public record Answer(int status, String output) {
        public boolean ok() {
            return status == 0;
        }
    }

    /** Runs a program to its end; 30 s at most. */
    public static Answer run(String... words) throws IOException {
        return run(null, List.of(words));
    }

    /** As {@link #run(String...)}, with text on the program's standard input. */
    public static Answer run(@Nullable String input, List<String> words) throws IOException {
        Path output = Files.createTempFile("dumont-", ".out");
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try (var stdin = process.getOutputStream()) {
                if (input != null) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException closed) {
                // The program ended without reading; its status says why.
                process.isAlive();
            }
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(words + " did not end within " + PATIENCE.toSeconds() + " s");
            }
            return new Answer(process.exitValue(), Files.readString(output).strip());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + words, interrupted);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Runs a program that must succeed and answers what it printed. */
    public static String require(String... words) throws IOException {
        return require(null, List.of(words));
    }

    /** As {@link #require(String...)}, with text on the program's standard input. */
    public static String require(@Nullable String input, List<String> words) throws IOException {
        Answer answer = run(input, words);
        if (!answer.ok()) {
            throw new IOException(String.join(" ", words) + " failed (" + answer.status() + "): " + answer.output());
        }
        return answer.output();
    }

    /** Whether a program of this name is on the PATH or in the system's sbin folders. */
    public static boolean exists(String program) {
        return find(program) != null;
    }

    /** The absolute path of a program, or null. */
    public static @Nullable String find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin:/usr/local/sbin";
        for (String folder : path.split(":")) {
            Path candidate = Path.of(folder, program);
            if (!folder.isEmpty() && Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        return null;
    }
}
