package cloud.dumont.restore.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.dumont.restore.Trees;
import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.WorkspaceOptions;
import cloud.dumont.restore.key.WorkspaceKey;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.source.DirectorySource;
import cloud.dumont.restore.verify.Sample;
import cloud.dumont.restore.verify.Verifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A repository that the engine wrote once must be readable for ever. Below {@code golden-v1/}: the objects in
 * {@code store/} (root: nothing), the key in base64 in {@code key.txt}, and in {@code expected.txt} one line an entry of the
 * newest tree, in its order: path as this reader prints it, type, mode in octal, size, SHA-256 of what is restored by
 * default, separated by tabs; "-" where there is none.
 */
class GoldenRepositoryTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden-v1");

    @Test
    void versionOneIsReadAsItWasWritten() throws Exception {
        assumeTrue(Files.isRegularFile(GOLDEN.resolve("expected.txt")), "the engine has not written it yet");
        WorkspaceKey key = WorkspaceKey.ofBase64(Files.readString(GOLDEN.resolve("key.txt")));
        List<String> lines = new ArrayList<>();
        try (DirectorySource source = new DirectorySource(GOLDEN.resolve("store"));
                Workspace workspace = Workspace.open(source, "", key, WorkspaceOptions.defaults())) {
            assertThat(workspace.history().damage()).isEmpty();
            for (Entry entry : Trees.entries(workspace.treeAt(Trees.newest(workspace)))) {
                lines.add(describe(workspace, entry));
            }
            assertThat(new Verifier(workspace)
                            .verify(Trees.newest(workspace), Sample.all())
                            .whole())
                    .isTrue();
        }
        assertThat(lines)
                .isNotEmpty()
                .isEqualTo(Files.readAllLines(GOLDEN.resolve("expected.txt"), StandardCharsets.UTF_8));
    }

    private static String describe(Workspace workspace, Entry entry) throws Exception {
        String size = "-";
        String hash = "-";
        if (entry instanceof Entry.File file) {
            byte[] bytes = Trees.content(workspace, file, false);
            size = Long.toString(file.content(false).size());
            hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        }
        char type = switch (entry) {
            case Entry.File _ -> 'f';
            case Entry.Directory _ -> 'd';
            case Entry.Symlink _ -> 'l';
            case Entry.Fifo _ -> 'p';
            case Entry.Socket _ -> 's';
            case Entry.Device device -> device.block() ? 'b' : 'c';
        };
        return String.join(
                "\t",
                entry.path().toString(),
                Character.toString(type),
                String.format("%04o", entry.metadata().mode()),
                size,
                hash);
    }
}
