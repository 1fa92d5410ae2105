package cloud.dumont.sandbox.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.sandbox.os.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Signed where an sshd program is installed. */
@EnabledIf("hasSshd")
class ProcessMachineHostTest extends MachineHostContract {
    static boolean hasSshd() {
        return Command.exists("sshd");
    }

    @Override
    LocalMachineHost open(Path machines) throws IOException {
        return new ProcessMachineHost(machines, IMAGE, InstantSource.system());
    }

    @Override
    String home() {
        return "\"$DUMONT_ROOT\"/root";
    }

    @Test
    void it_says_plainly_what_isolation_is_missing() throws IOException {
        try (LocalMachineHost host = open(folder.resolve("other"))) {
            assertThat(host.missingIsolation()).contains("share this user's files");
        }
    }

    @Test
    void daemons_that_a_killed_sandbox_left_are_swept_and_nothing_else() throws IOException {
        Path machines = folder.resolve("swept");
        Process left = daemon(machines.resolve("vastai/1/root"));
        Process foreign = daemon(folder.resolve("swept-not/vastai/1/root"));
        try {
            await().until(() -> MarkedProcesses.under(machines).contains(left.pid())
                    && MarkedProcesses.under(folder.resolve("swept-not")).contains(foreign.pid()));

            open(machines).close();

            assertThat(left.onExit().join().exitValue()).isEqualTo(128 + 9);
            assertThat(foreign.isAlive()).isTrue();
        } finally {
            left.destroyForcibly();
            foreign.destroyForcibly();
        }
    }

    private static Process daemon(Path root) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().put("DUMONT_ROOT", root.toString());
        return builder.start();
    }
}
