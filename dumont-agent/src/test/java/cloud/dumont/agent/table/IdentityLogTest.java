package cloud.dumont.agent.table;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.Meta;
import cloud.dumont.agent.tree.Moment;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.TreeTable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityLogTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("identities");
    }

    private static PathBytes path(int number) {
        return PathBytes.of("file-" + number);
    }

    private static TreeTable tree(int files) {
        TreeTable tree = new TreeTable();
        Meta meta = new Meta(0644, 0, 0, new Moment(0, 0), List.of());
        tree.put(new Entry.Directory(PathBytes.ROOT, meta));
        for (int i = 0; i < files; i++) {
            tree.put(new Entry.File(path(i), meta, false, 0, Content.EMPTY, null));
        }
        return tree;
    }

    private void remember(int files, long offset) throws InterruptedException {
        try (TreeTable tree = tree(files);
                InodeTable inodes = new InodeTable();
                IdentityLog log = IdentityLog.open(file, "ws", 3, tree, inodes)) {
            for (int i = 0; i < files; i++) {
                log.add(path(i), i + offset);
            }
            log.flush(tree, inodes);
        }
    }

    private long known(String workspace, long epoch, int number) throws InterruptedException {
        try (TreeTable tree = tree(5000);
                InodeTable inodes = new InodeTable();
                IdentityLog log = IdentityLog.open(file, workspace, epoch, tree, inodes)) {
            log.flush(tree, inodes);
            return inodes.identity(tree.number(path(number)));
        }
    }

    @Test
    void theNewestWordCounts() throws InterruptedException {
        remember(5000, 100);
        remember(10, 900);
        assertThat(known("ws", 3, 4)).isEqualTo(904);
    }

    @Test
    void namesThatAreNotInTheTableAreForgotten() throws InterruptedException {
        remember(5000, 100);
        remember(10, 900);
        assertThat(known("ws", 3, 4999)).isZero();
    }

    @Test
    void anotherEpochOrWorkspaceKnowsNothing() throws InterruptedException {
        remember(10, 100);
        assertThat(known("ws", 4, 4)).isZero();
        remember(10, 100);
        assertThat(known("other", 3, 4)).isZero();
    }

    @Test
    void aTornEndCostsOnlyItself() throws IOException, InterruptedException {
        remember(5000, 100);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(open.length() - 5);
        }
        assertThat(known("ws", 3, 17)).isEqualTo(117);
    }

    @Test
    void rubbishIsNoKnowledge() throws IOException, InterruptedException {
        remember(5000, 100);
        byte[] bytes = Files.readAllBytes(file);
        bytes[32 * 10 + 20] ^= 1;
        Files.write(file, bytes);
        assertThat(known("ws", 3, 0)).isIn(0L, 100L);
        Files.write(file, new byte[100_000]);
        assertThat(known("ws", 3, 17)).isZero();
    }

    @Test
    void itStaysShortThoughTheSameNamesChangeForEver() throws IOException, InterruptedException {
        try (TreeTable tree = tree(10);
                InodeTable inodes = new InodeTable();
                IdentityLog log = IdentityLog.open(file, "ws", 3, tree, inodes)) {
            for (int i = 0; i < 200_000; i++) {
                log.add(path(i % 10), i);
                if (i % 100 == 0) {
                    log.flush(tree, inodes);
                }
            }
            log.flush(tree, inodes);
            assertThat(Files.size(file)).isLessThan(3 << 20);
        }
    }

    @Test
    void withoutRoomItGoesOnInMemory() throws IOException, InterruptedException {
        Files.createDirectory(file.resolveSibling("identities.new"));
        remember(10, 100);
        assertThat(file).doesNotExist();
    }
}
