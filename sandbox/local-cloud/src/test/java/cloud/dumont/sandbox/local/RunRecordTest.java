package cloud.dumont.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.sandbox.os.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
    @TempDir
    Path folder;

    private Daemon sleeper(String name) {
        Daemon.Recipe recipe = new Daemon.Recipe(
                name, List.of("sleep", "600"), folder, Map.of(), folder.resolve(name + ".log"), "TERM", "KILL", true);
        return new Daemon(recipe, () -> true, InstantSource.system());
    }

    @Test
    void a_later_launcher_ends_what_is_on_the_list_and_nothing_else() throws IOException {
        Daemon listed = sleeper("listed");
        Daemon unlisted = sleeper("unlisted");
        listed.start();
        unlisted.start();
        try {
            try (RunRecord record = RunRecord.take(folder)) {
                record.list(List.of(listed));
                Files.writeString(folder.resolve("endpoints.json"), "{}");
                Files.copy(folder.resolve("processes.json"), folder.resolve("kept.json"));
            }
            Files.move(folder.resolve("kept.json"), folder.resolve("processes.json"));

            try (RunRecord record = RunRecord.take(folder)) {
                assertThat(record.sweep()).containsExactly("listed");
            }
            assertThat(listed.alive()).isFalse();
            assertThat(unlisted.alive()).isTrue();
            assertThat(folder.resolve("endpoints.json")).doesNotExist();
        } finally {
            listed.kill();
            unlisted.kill();
        }
    }

    @Test
    void a_number_that_is_another_process_by_now_is_left_alone() throws IOException {
        Daemon later = sleeper("later");
        later.start();
        try {
            Files.writeString(
                    folder.resolve("processes.json"),
                    "{\"processes\":[{\"name\":\"gateway\",\"pid\":" + later.pid()
                            + ",\"started\":\"2001-01-01T00:00:00Z\"}]}");
            try (RunRecord record = RunRecord.take(folder)) {
                assertThat(record.sweep()).isEmpty();
            }
            assertThat(later.alive()).isTrue();
        } finally {
            later.kill();
        }
    }

    @Test
    void a_damaged_list_stops_nothing() throws IOException {
        Files.writeString(folder.resolve("processes.json"), "{\"processes\":[");

        try (RunRecord record = RunRecord.take(folder)) {
            assertThat(record.sweep()).isEmpty();
        }
    }
}
