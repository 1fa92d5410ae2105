package cloud.dumont.sandbox.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonTest {
    @TempDir
    Path folder;

    private Daemon daemon;

    private Daemon of(String script) {
        Daemon.Recipe recipe = new Daemon.Recipe(
                "thing",
                List.of("sh", "-c", script),
                folder,
                Map.of("GREETING", "hello"),
                folder.resolve("thing.log"),
                "TERM",
                "KILL",
                true);
        daemon = new Daemon(recipe, () -> Files.exists(folder.resolve("up")), InstantSource.system());
        return daemon;
    }

    @AfterEach
    void end() throws IOException {
        daemon.kill();
    }

    @Test
    void it_runs_until_killed_and_can_be_started_again() throws IOException {
        of("echo $GREETING; touch up; sleep 600").start();
        daemon.awaitHealthy(Duration.ofSeconds(10));
        long first = daemon.pid();
        daemon.start();
        assertThat(daemon.pid()).as("a second start changes nothing").isEqualTo(first);

        daemon.kill();
        assertThat(daemon.alive()).isFalse();
        assertThat(daemon.since()).isNull();

        daemon.start();
        assertThat(daemon.pid()).isNotEqualTo(first);
        await().untilAsserted(() ->
                assertThat(Files.readString(folder.resolve("thing.log"))).isEqualTo("hello\nhello\n"));
    }

    @Test
    void kill_takes_its_children_too() throws IOException {
        of("sleep 601 & echo $! > child; touch up; wait").start();
        daemon.awaitHealthy(Duration.ofSeconds(10));
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());

        daemon.kill();

        await().until(() -> ProcessHandle.of(child).isEmpty());
    }

    @Test
    void a_paused_one_stands_still_until_resumed() throws IOException {
        of("touch up; while :; do echo tick; sleep 0.05; done").start();
        daemon.awaitHealthy(Duration.ofSeconds(10));

        daemon.pause();
        long size = Files.size(folder.resolve("thing.log"));
        await().during(Duration.ofMillis(400)).until(() -> Files.size(folder.resolve("thing.log")) <= size + 5);
        daemon.resume();
        await().until(() -> Files.size(folder.resolve("thing.log")) > size + 20);
    }

    @Test
    void one_that_dies_while_starting_fails_with_the_end_of_its_log() throws IOException {
        of("echo the reason; exit 3").start();

        assertThatThrownBy(() -> daemon.awaitHealthy(Duration.ofSeconds(10)))
                .hasMessageContaining("thing ended")
                .hasMessageContaining("the reason");
    }

    @Test
    void stop_asks_first() throws IOException {
        of("trap 'echo bye; exit' TERM; touch up; while :; do sleep 0.05; done").start();
        daemon.awaitHealthy(Duration.ofSeconds(10));

        daemon.stop(Duration.ofSeconds(5));

        assertThat(Files.readString(folder.resolve("thing.log"))).isEqualTo("bye\n");
    }
}
