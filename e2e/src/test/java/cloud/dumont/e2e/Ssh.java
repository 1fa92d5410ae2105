package cloud.dumont.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real OpenSSH client with a key and a known_hosts file of its own. */
final class Ssh {
    private final Path folder;

    private Ssh(Path folder) {
        this.folder = folder;
    }

    record Result(int exit, String out, String err) {
        String expectSuccess() {
            if (exit != 0) {
                throw new AssertionError("ssh ended with " + exit + ": " + out + err);
            }
            return out.strip();
        }
    }

    static Ssh newKey() {
        try {
            Path folder = Files.createTempDirectory("dumont-e2e-ssh");
            run(
                    List.of(
                            "ssh-keygen",
                            "-q",
                            "-t",
                            "ed25519",
                            "-N",
                            "",
                            "-f",
                            folder.resolve("id").toString()),
                    20);
            // -J starts a second ssh, which reads the same file.
            Files.writeString(folder.resolve("config"), """
                    Host *
                      IdentityFile %1$s/id
                      IdentitiesOnly yes
                      UserKnownHostsFile %1$s/known_hosts
                      GlobalKnownHostsFile /dev/null
                      StrictHostKeyChecking accept-new
                      ConnectTimeout 10
                      LogLevel INFO
                    """.formatted(folder));
            return new Ssh(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String publicKey() {
        try {
            return Files.readString(folder.resolve("id.pub")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path publicKeyFile() {
        return folder.resolve("id.pub");
    }

    /** Runs {@code remote} by the command as the platform printed it, with only the key and the known hosts added. */
    Result run(String printedCommand, String remote) {
        List<String> command = new ArrayList<>(List.of(printedCommand.split(" ")));
        command.addAll(1, List.of("-F", folder.resolve("config").toString(), "-o", "BatchMode=yes"));
        command.add(remote);
        return run(command, 60);
    }

    private static Result run(List<String> command, int seconds) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end after " + seconds + " s: " + command);
            }
            return new Result(process.exitValue(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
