package cloud.dumont.restore.golden;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.restore.Trees;
import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.WorkspaceOptions;
import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.history.CommitRef;
import cloud.dumont.restore.history.History;
import cloud.dumont.restore.key.WorkspaceKey;
import cloud.dumont.restore.place.DirectoryRestore;
import cloud.dumont.restore.place.RestoreReport;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.source.DirectorySource;
import cloud.dumont.restore.tree.Selection;
import cloud.dumont.restore.verify.Sample;
import cloud.dumont.restore.verify.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repository that the engine wrote once must be readable for ever. Below {@code golden-v1/}: the objects in {@code store/}
 * (root: nothing), the key in base64 in {@code key.txt}, and in {@code expected.txt} what each version holds, as
 * {@link GoldenLines} has it. The engine wrote what it was given, not what it read back.
 */
class GoldenRepositoryTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden-v1");

    private final List<String> expected = Files.readAllLines(GOLDEN.resolve("expected.txt"));
    private final DirectorySource source = new DirectorySource(GOLDEN.resolve("store"));
    private final Workspace workspace = Workspace.open(
            source,
            "",
            WorkspaceKey.ofBase64(Files.readString(GOLDEN.resolve("key.txt")).strip()),
            WorkspaceOptions.defaults());

    GoldenRepositoryTest() throws Exception {}

    @AfterEach
    void close() throws Exception {
        workspace.close();
        source.close();
    }

    @Test
    void everyVersionIsReadAsItWasWritten() throws Exception {
        History history = workspace.history();
        assertThat(history.damage()).isEmpty();
        assertThat(history.unmerged()).containsExactly(ContainerId.commit(1, 6));
        List<String> lines = new ArrayList<>();
        for (ContainerId id : history.merged()) {
            CommitRef version = workspace.commit(CommitRef.of(id)).ref();
            lines.add(GoldenLines.header(workspace.commit(version)));
            for (Entry entry : Trees.entries(workspace.treeAt(version))) {
                lines.add(GoldenLines.line(entry, workspace));
            }
        }
        assertThat(lines).hasSizeGreaterThan(100).isEqualTo(expected);
    }

    @Test
    void everyVersionIsWhole() throws Exception {
        for (ContainerId id : workspace.history().merged()) {
            assertThat(new Verifier(workspace)
                            .verify(CommitRef.of(id), Sample.all())
                            .whole())
                    .as(id.name())
                    .isTrue();
        }
    }

    @Test
    void theNewestVersionIsRestored(@TempDir Path temp) throws Exception {
        RestoreReport report = new DirectoryRestore(workspace, false)
                .restore(workspace.treeAt(Trees.newest(workspace)), Selection.everything(), temp.resolve("all"));
        assertThat(report.lost()).isEmpty();
        assertThat(report.missing()).isEmpty();
        assertThat(report.sockets()).isEqualTo(1);
        Path home = temp.resolve("all/home");
        assertThat(home.resolve("new")).hasContent("the newest");
        assertThat(home.resolve("torn")).hasContent("all old");
        assertThat(home.resolve("becomes/inside")).hasContent("inside");
        assertThat(home.resolve("gone")).doesNotExist();
        assertThat(home.resolve("late")).doesNotExist();
        assertThat(Files.getAttribute(home.resolve("link1"), "unix:nlink")).isEqualTo(3);
    }
}
