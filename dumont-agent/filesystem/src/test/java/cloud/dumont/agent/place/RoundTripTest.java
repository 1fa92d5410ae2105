package cloud.dumont.agent.place;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.files.Extent;
import cloud.dumont.agent.files.FileNode;
import cloud.dumont.agent.files.FileReader;
import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.FileType;
import cloud.dumont.agent.files.OddTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.files.Xattrs;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.scan.Pace;
import cloud.dumont.agent.scan.ScanEntry;
import cloud.dumont.agent.scan.ScanScope;
import cloud.dumont.agent.scan.ScanVisitor;
import cloud.dumont.agent.scan.Scanner;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything a scan can see of a tree, put elsewhere by the placer, is seen there again. */
class RoundTripTest {
    /** All that must be equal. */
    private record Node(
            FileType type,
            int mode,
            int uid,
            int gid,
            long size,
            long seconds,
            int nanos,
            int links,
            int major,
            int minor,
            Xattrs xattrs,
            String content) {}

    private static NavigableMap<RawPath, FileStat> scan(Path top) throws PosixException {
        NavigableMap<RawPath, FileStat> found = new TreeMap<>();
        new Scanner(ScanScope.all(top)).scan(Pace.full(), new ScanVisitor() {
            @Override
            public boolean entry(ScanEntry entry) {
                found.put(entry.path(), entry.stat());
                return true;
            }
        });
        return found;
    }

    private static Map<RawPath, Node> nodes(Path top) throws PosixException {
        Map<RawPath, Node> nodes = new HashMap<>();
        try (FileTree tree = FileTree.open(top)) {
            for (Map.Entry<RawPath, FileStat> each : scan(top).entrySet()) {
                FileStat stat = each.getValue();
                try (FileNode node = tree.node(each.getKey())) {
                    long size = stat.isDirectory() ? 0 : stat.size();
                    int links = stat.isDirectory() ? 0 : stat.links();
                    nodes.put(
                            each.getKey(),
                            new Node(
                                    stat.type(),
                                    stat.mode(),
                                    stat.uid(),
                                    stat.gid(),
                                    size,
                                    stat.mtimeSeconds(),
                                    stat.mtimeNanos(),
                                    links,
                                    stat.rdevMajor(),
                                    stat.rdevMinor(),
                                    node.xattrs(),
                                    content(tree, each.getKey(), stat, node)));
                }
            }
        }
        return nodes;
    }

    private static String content(FileTree tree, RawPath path, FileStat stat, FileNode node) throws PosixException {
        if (stat.isSymlink()) {
            return Arrays.toString(node.target());
        }
        if (!stat.isRegular()) {
            return "";
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        StringBuilder holes = new StringBuilder();
        try (FileReader reader = tree.read(path, stat)) {
            for (Extent run : reader.extents()) {
                if (run.hole()) {
                    holes.append(run);
                } else {
                    byte[] bytes = new byte[(int) run.length()];
                    assertThat(reader.read(run.offset(), bytes, 0, bytes.length))
                            .isEqualTo(bytes.length);
                    data.writeBytes(bytes);
                }
            }
        }
        return holes + "/" + Arrays.hashCode(data.toByteArray());
    }

    private static void copy(Path from, Path to) throws PosixException {
        NavigableMap<RawPath, FileStat> found = scan(from);
        Map<Long, RawPath> linked = new HashMap<>();
        try (FileTree tree = FileTree.open(from);
                TreePlacer placer = TreePlacer.open(to, Conflict.REPLACE)) {
            for (Map.Entry<RawPath, FileStat> each : found.entrySet()) {
                RawPath first = each.getValue().links() > 1 && !each.getValue().isDirectory()
                        ? linked.putIfAbsent(each.getValue().inode(), each.getKey())
                        : null;
                if (first != null) {
                    placer.hardLink(each.getKey(), first);
                } else {
                    copy(tree, placer, each.getKey(), each.getValue());
                }
            }
            for (RawPath path : found.descendingKeySet()) {
                if (found.get(path).isDirectory()) {
                    placer.finishDirectory(path, attributes(tree, path));
                }
            }
        }
    }

    private static NodeAttributes attributes(FileTree tree, RawPath path) throws PosixException {
        try (FileNode node = tree.node(path)) {
            return NodeAttributes.of(node.stat(), node.xattrs());
        }
    }

    private static void copy(FileTree tree, TreePlacer placer, RawPath path, FileStat stat) throws PosixException {
        NodeAttributes attributes = attributes(tree, path);
        switch (stat.type()) {
            case DIRECTORY -> placer.directory(path, attributes);
            case REGULAR -> copyFile(tree, placer, path, stat, attributes);
            case SYMLINK -> {
                try (FileNode node = tree.node(path)) {
                    placer.symlink(path, node.target(), attributes);
                }
            }
            case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
                assertThat(placer.special(path, stat.type(), stat.rdevMajor(), stat.rdevMinor(), attributes))
                        .isTrue();
        }
    }

    private static void copyFile(
            FileTree tree, TreePlacer placer, RawPath path, FileStat stat, NodeAttributes attributes)
            throws PosixException {
        try (FileReader reader = tree.read(path, stat);
                PartialFile file = placer.file(path, stat.size(), stat.maybeSparse())) {
            for (Extent run : reader.extents().reversed()) {
                if (run.hole()) {
                    file.hole(run.offset(), run.length());
                } else {
                    byte[] bytes = new byte[(int) run.length()];
                    assertThat(reader.read(run.offset(), bytes, 0, bytes.length))
                            .isEqualTo(bytes.length);
                    file.write(run.offset(), bytes, 0, bytes.length);
                }
            }
            assertThat(reader.stillTheSame()).isTrue();
            file.complete(attributes);
        }
    }

    private static void fill(OddTree odd) throws PosixException {
        byte[] random = new byte[1 << 20];
        new Random(23).nextBytes(random);
        for (int value = 1; value < 256; value++) {
            if (value != '/' && value != '.') {
                odd.file(RawPath.of(new byte[] {(byte) value}), Arrays.copyOf(random, value * 3));
            }
        }
        odd.directory("empty");
        odd.directory("dir");
        RawPath deep = RawPath.of("dir");
        for (int depth = 0; depth < 40; depth++) {
            deep = odd.directory(deep.child("x".repeat(150)));
        }
        odd.file(deep.child("y".repeat(255)), random);
        odd.file("dir/first", "linked");
        odd.link(deep.child("linked"), RawPath.of("dir/first"));
        odd.link(RawPath.of("a-link"), RawPath.of("dir/first"));
        odd.sparse(RawPath.of("sparse"), 1L << 40, 123L << 20, random);
        odd.symlink(RawPath.of("loop"), "loop");
        odd.symlink(RawPath.of("root"), "/");
        odd.symlink(RawPath.of("dir/up"), "../..");
        odd.special(RawPath.of("fifo"), FileType.FIFO, 0, 0);
        odd.special(RawPath.of("socket"), FileType.SOCKET, 0, 0);
        odd.xattr(RawPath.of("a"), "user.big", Arrays.copyOf(random, 1000));
        odd.mode(RawPath.of("a"), 06711);
        odd.mode(RawPath.of("empty"), 03770);
        odd.modified(RawPath.of("root"), -1, 999_999_999);
        odd.modified(RawPath.of("fifo"), 4_000_000_000L, 1);
        odd.modified(RawPath.of("dir"), 0, 0);
        if (OddTree.ROOT) {
            odd.owner(RawPath.of("b"), 12_345, 54_321);
            odd.owner(RawPath.of("loop"), 12_345, 54_321);
            odd.owner(RawPath.of("fifo"), 12_345, 54_321);
            odd.owner(RawPath.of("empty"), 12_345, 54_321);
            odd.mode(RawPath.of("b"), 04755);
            odd.special(RawPath.of("null"), FileType.CHARACTER_DEVICE, 1, 3);
            odd.special(RawPath.of("whiteout"), FileType.CHARACTER_DEVICE, 0, 0);
            odd.xattr(RawPath.of("loop"), "trusted.of-link", new byte[] {1});
        }
    }

    @Test
    void anOddTreeComesBackEqualAlsoOverItselfAndOverAnother(@TempDir Path from, @TempDir Path to) throws Exception {
        try (OddTree odd = new OddTree(from);
                OddTree target = new OddTree(to)) {
            fill(odd);
            Map<RawPath, Node> wanted = nodes(from);
            assertThat(wanted).hasSizeGreaterThan(300);
            copy(from, to);
            assertThat(nodes(to)).isEqualTo(wanted);
            copy(from, to);
            assertThat(nodes(to)).isEqualTo(wanted);
            target.directory("not-in-the-backup");
            target.unlink(RawPath.of("loop"));
            target.directory("loop");
            target.file("loop/file", "in the way");
            try (TreePlacer placer = TreePlacer.open(to, Conflict.REPLACE)) {
                placer.removeStale(RawPath.ROOT, name -> wanted.containsKey(RawPath.of(name)));
            }
            copy(from, to);
            assertThat(nodes(to)).isEqualTo(wanted);
        }
    }
}
