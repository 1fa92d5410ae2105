package cloud.dumont.agent.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.agent.life.StateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCommandTest {
    @TempDir
    Path folder;

    private StartCommand command(String text, String boot) throws IOException {
        return new StartCommand(text, Map.of("WHO", "you"), boot, StateFiles.in(folder));
    }

    private static void untilExited(StartCommand command) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> command.state().state().equals("exited"));
    }

    @Test
    void itRunsOncePerStartOfTheBoxAndTellsHowItEnded() throws IOException {
        StartCommand first = command("echo hi $WHO; echo oops >&2; exit 3", "boot-1");
        assertThat(first.state().state()).isEqualTo("waiting");

        first.startOnce();
        untilExited(first);
        first.startOnce();
        command("echo hi $WHO; echo oops >&2; exit 3", "boot-1").startOnce();

        assertThat(first.state().exitStatus()).isEqualTo(3);
        assertThat(first.state().outputTail()).isEqualTo("hi you\noops\n");
    }

    @Test
    void itRunsAgainAfterTheBoxStartedAnew() throws IOException {
        StartCommand before = command("echo run", "boot-1");
        before.startOnce();
        untilExited(before);

        StartCommand after = command("echo run", "boot-2");
        assertThat(after.state().state()).isEqualTo("waiting");
        after.startOnce();
        untilExited(after);

        assertThat(after.state().outputTail()).isEqualTo("run\nrun\n");
    }

    @Test
    void itOutlivesTheAgentAndCanBeStoppedByTheNextOne() throws IOException {
        StartCommand first = command("sleep 100 & sleep 100", "boot-1");
        first.startOnce();
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(folder.resolve("pid")));

        StartCommand next = command("sleep 100 & sleep 100", "boot-1");
        assertThat(next.state().state()).isEqualTo("running");
        next.stop();

        untilExited(next);
    }

    @Test
    void noCommandHasNoState() throws IOException {
        StartCommand none = new StartCommand(null, Map.of(), "boot-1", StateFiles.in(folder));
        none.startOnce();

        assertThat(none.state()).isNull();
    }
}
