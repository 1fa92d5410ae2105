package cloud.dumont.gateway.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The user's own OpenSSH client, with the block for its settings that the dashboard shows. */
final class OpenSsh {
    private final Path settings;
    private final List<String> options;

    record Ended(int status, String output, String errors) {}

    OpenSsh(Path directory, int jumpPort, String handle, Path key) {
        try {
            settings = Files.createTempFile(directory, "ssh", "config");
            Files.writeString(settings, """
                    Host jump
                      HostName 127.0.0.1
                      Port %d
                      User %s
                    Host nlp-*
                      User root
                      ProxyJump jump
                    Host *
                      BatchMode yes
                      IdentitiesOnly yes
                      IdentityFile %s
                      UserKnownHostsFile %s
                      GlobalKnownHostsFile /dev/null
                      StrictHostKeyChecking accept-new
                      ConnectTimeout 30
                    """.formatted(jumpPort, handle, key, directory.resolve("known_hosts")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        options = List.of();
    }

    private OpenSsh(Path settings, List<String> options) {
        this.settings = settings;
        this.options = options;
    }

    OpenSsh with(String... more) {
        return new OpenSsh(settings, List.of(more));
    }

    Ended run(String... hostAndCommand) {
        return start(hostAndCommand).await();
    }

    Running start(String... hostAndCommand) {
        List<String> command = new ArrayList<>(List.of("ssh", "-F", settings.toString()));
        command.addAll(options);
        command.addAll(List.of(hostAndCommand));
        try {
            Path out = Files.createTempFile(settings.getParent(), "out", "");
            Path err = Files.createTempFile(settings.getParent(), "err", "");
            Process process = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new Running(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Running(Process process, Path out, Path err) {
        Ended await() {
            try {
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("ssh goes on; it said: " + Files.readString(err));
                }
                return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
