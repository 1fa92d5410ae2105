package cloud.dumont.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Keys made by OpenSSH's own tool. */
public final class SshKeygen {
    private static final AtomicInteger COUNT = new AtomicInteger();

    public record Made(Path file, String publicLine, String fingerprint) {}

    private SshKeygen() {}

    public static Made make(Path directory, String type, int bits) {
        Path file = directory.resolve("key" + COUNT.incrementAndGet());
        run(
                "ssh-keygen",
                "-q",
                "-t",
                type,
                "-b",
                Integer.toString(bits),
                "-N",
                "",
                "-C",
                "a comment of mine",
                "-f",
                file.toString());
        String shown = run("ssh-keygen", "-l", "-f", file.toString());
        try {
            return new Made(file, Files.readString(Path.of(file + ".pub")).strip(), shown.split(" ")[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new AssertionError(output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
