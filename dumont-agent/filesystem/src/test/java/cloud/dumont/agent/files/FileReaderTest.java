package cloud.dumont.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReaderTest {
    private static final RawPath FILE = RawPath.of("file");

    @TempDir
    Path top;

    private OddTree odd;
    private FileTree tree;

    @BeforeEach
    void open() throws PosixException {
        odd = new OddTree(top);
        tree = FileTree.open(top);
    }

    @AfterEach
    void close() throws PosixException {
        odd.close();
        tree.close();
    }

    private FileReader reader() throws PosixException {
        return tree.read(FILE, tree.stat(FILE));
    }

    @Test
    void readsWhatIsThere() throws PosixException {
        byte[] content = new byte[700_001];
        new Random(3).nextBytes(content);
        odd.file(FILE, content);
        try (FileReader reader = reader()) {
            byte[] read = new byte[content.length + 10];
            assertThat(reader.read(0, read, 5, content.length + 5)).isEqualTo(content.length);
            assertThat(read).startsWith(0, 0, 0, 0, 0).containsSequence(content);
            assertThat(reader.read(content.length, read, 0, 1)).isZero();
            assertThat(reader.extents()).containsExactly(new Extent(0, content.length, false));
            assertThat(reader.stillTheSame()).isTrue();
        }
    }

    @Test
    void aTerabyteWithAMebibyteOfData() throws PosixException {
        byte[] data = new byte[1 << 20];
        new Random(5).nextBytes(data);
        odd.sparse(FILE, 1L << 40, 1L << 39, data);
        try (FileReader reader = reader()) {
            assertThat(reader.extents())
                    .containsExactly(
                            new Extent(0, 1L << 39, true),
                            new Extent(1L << 39, 1 << 20, false),
                            new Extent((1L << 39) + (1 << 20), (1L << 39) - (1 << 20), true));
            byte[] read = new byte[data.length];
            assertThat(reader.read(1L << 39, read, 0, read.length)).isEqualTo(data.length);
            assertThat(read).isEqualTo(data);
        }
    }

    @Test
    void everyKindOfWriteShows() throws Exception {
        odd.file(FILE, OddTree.bytes("some content"));
        FileTime time = Files.getLastModifiedTime(top.resolve("file"));
        List<Change> changes = List.of(
                () -> odd.write(FILE, 0, "SOME"),
                () -> odd.write(FILE, 12, "appended"),
                () -> odd.mode(FILE, 0600),
                () -> {
                    // The same size and the same time of modification: only the change time tells.
                    odd.write(FILE, 0, "Some");
                    Files.setLastModifiedTime(top.resolve("file"), time);
                },
                () -> odd.rename(FILE, RawPath.of("other")));
        for (Change change : changes) {
            try (FileReader reader = reader()) {
                assertThat(reader.stillTheSame()).isTrue();
                change.make();
                assertThat(reader.stillTheSame()).isFalse();
            }
        }
    }

    private interface Change {
        void make() throws Exception;
    }

    @Test
    void writesAtOnceAfterOpeningNeverHideInTheClocksStep() throws PosixException {
        for (int i = 0; i < 200; i++) {
            odd.file(FILE, OddTree.bytes("content " + i % 10));
            try (FileReader reader = reader()) {
                odd.write(FILE, 0, "CONTENT");
                assertThat(reader.stillTheSame()).isFalse();
            }
        }
    }

    @Test
    void anotherInodeIsRefused() throws PosixException {
        odd.file(FILE, OddTree.bytes("one"));
        FileStat seen = tree.stat(FILE);
        odd.file("new", "two");
        odd.rename(RawPath.of("new"), FILE);
        assertStale(seen);
        odd.unlink(FILE);
        odd.directory(FILE);
        assertThatThrownBy(() -> tree.read(FILE, seen)).isInstanceOf(PosixException.class);
        odd.removeDirectory(FILE);
        odd.special(FILE, FileType.FIFO, 0, 0);
        assertStale(seen);
    }

    private void assertStale(FileStat seen) {
        assertThatThrownBy(() -> tree.read(FILE, seen))
                .isInstanceOfSatisfying(
                        PosixException.class,
                        refused -> assertThat(refused.errno()).isEqualTo(Errno.ESTALE));
    }

    @Test
    void noLinkOnTheWayIsFollowed() throws PosixException {
        odd.directory("real");
        odd.file("real/file", "secret");
        odd.symlink(RawPath.of("way"), "real");
        odd.symlink(RawPath.of("file"), "real/file");
        assertThatThrownBy(() -> tree.stat(RawPath.of("way/file"))).isInstanceOf(PosixException.class);
        FileStat real = tree.stat(RawPath.of("real/file"));
        assertThatThrownBy(() -> tree.read(FILE, real)).isInstanceOf(PosixException.class);
        try (FileNode link = tree.node(FILE)) {
            assertThat(link.stat().isSymlink()).isTrue();
            assertThat(link.target()).isEqualTo(OddTree.bytes("real/file"));
        }
    }

    @Test
    void theTimeOfAccessStays() throws Exception {
        odd.file(FILE, OddTree.bytes("content"));
        FileTime old = FileTime.fromMillis(1_000_000_000_000L);
        Files.setAttribute(top.resolve("file"), "lastAccessTime", old);
        try (FileReader reader = reader()) {
            assertThat(reader.read(0, new byte[7], 0, 7)).isEqualTo(7);
        }
        assertThat(Files.getAttribute(top.resolve("file"), "lastAccessTime")).isEqualTo(old);
    }

    @Test
    void attributesOfFilesLinksAndFifos() throws PosixException {
        assumeTrue(OddTree.ROOT, "trusted attributes need root");
        odd.file(FILE, OddTree.bytes("x"));
        odd.xattr(FILE, "user.long", new byte[3000]);
        odd.xattr(FILE, "user.empty", new byte[0]);
        odd.symlink(RawPath.of("link"), "nowhere");
        odd.xattr(RawPath.of("link"), "trusted.note", OddTree.bytes("of the link"));
        odd.special(RawPath.of("fifo"), FileType.FIFO, 0, 0);
        odd.xattr(RawPath.of("fifo"), "trusted.note", OddTree.bytes("of the fifo"));
        try (FileReader reader = reader();
                FileNode link = tree.node(RawPath.of("link"));
                FileNode fifo = tree.node(RawPath.of("fifo"))) {
            assertThat(reader.xattrs().entries())
                    .containsExactly(
                            new Xattr(OddTree.bytes("user.empty"), new byte[0]),
                            new Xattr(OddTree.bytes("user.long"), new byte[3000]));
            assertThat(link.xattrs().entries())
                    .containsExactly(new Xattr(OddTree.bytes("trusted.note"), OddTree.bytes("of the link")));
            assertThat(fifo.xattrs().entries())
                    .containsExactly(new Xattr(OddTree.bytes("trusted.note"), OddTree.bytes("of the fifo")));
        }
    }

    @Test
    void deepPathsAreReadToo() throws PosixException {
        RawPath at = RawPath.ROOT;
        String name = "n".repeat(200);
        for (int i = 0; i < 30; i++) {
            at = odd.directory(at.child(name));
        }
        RawPath file = odd.file(at.child("file"), "deep".getBytes(StandardCharsets.UTF_8));
        assertThat(file.length()).isGreaterThan(6000);
        try (FileReader reader = tree.read(file, tree.stat(file))) {
            byte[] read = new byte[4];
            assertThat(reader.read(0, read, 0, 4)).isEqualTo(4);
            assertThat(read).isEqualTo(OddTree.bytes("deep"));
        }
    }
}
