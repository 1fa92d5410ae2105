package cloud.dumont.agent.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.dumont.agent.files.FileNode;
import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.FileType;
import cloud.dumont.agent.files.OddTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.files.TemporaryName;
import cloud.dumont.agent.files.Xattr;
import cloud.dumont.agent.files.Xattrs;
import cloud.dumont.agent.posix.Attributes;
import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.PosixException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreePlacerTest {
    private static final NodeAttributes PLAIN = attributes(0644);

    @TempDir
    Path outer;

    private Path top;
    private OddTree odd;
    private FileTree tree;
    private TreePlacer placer;

    @BeforeEach
    void open() throws Exception {
        top = Files.createDirectory(outer.resolve("top"));
        odd = new OddTree(top);
        tree = FileTree.open(top);
        placer = TreePlacer.open(top, Conflict.REPLACE);
    }

    @AfterEach
    void close() throws PosixException {
        placer.close();
        tree.close();
        odd.close();
    }

    private static NodeAttributes attributes(int mode, Xattr... xattrs) {
        int uid = Attributes.effectiveUser();
        return new NodeAttributes(mode, uid, uid, 1_234_567_890, 987_654_321, new Xattrs(List.of(xattrs)));
    }

    private void place(TreePlacer into, String path, String content, NodeAttributes attributes) throws PosixException {
        byte[] bytes = OddTree.bytes(content);
        try (PartialFile file = into.file(RawPath.of(path), bytes.length, false)) {
            file.write(0, bytes, 0, bytes.length);
            file.complete(attributes);
        }
    }

    private void place(String path, String content) throws PosixException {
        place(placer, path, content, PLAIN);
    }

    private FileStat stat(String path) throws PosixException {
        return tree.stat(RawPath.of(path));
    }

    private static void assertFails(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PosixException.class,
                        failed -> assertThat(failed.errno()).isEqualTo(errno));
    }

    private List<String> names() throws Exception {
        try (var listed = Files.list(top)) {
            return listed.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFileAppearsWholeAndWithAllThatBelongsToIt() throws Exception {
        RawPath path = RawPath.of("model.bin");
        try (PartialFile file = placer.file(path, 6, false)) {
            file.write(3, OddTree.bytes("def"), 0, 3);
            assertThat(top.resolve("model.bin")).doesNotExist();
            file.write(0, OddTree.bytes("abc"), 0, 3);
            file.complete(attributes(0640, new Xattr(OddTree.bytes("user.a"), OddTree.bytes("v"))));
        }
        assertThat(top.resolve("model.bin")).hasContent("abcdef");
        FileStat stat = stat("model.bin");
        assertThat(stat.mode()).isEqualTo(0640);
        assertThat(stat.mtimeSeconds()).isEqualTo(1_234_567_890);
        assertThat(stat.mtimeNanos()).isEqualTo(987_654_321);
        try (FileNode node = tree.node(path)) {
            assertThat(node.xattrs().entries()).containsExactly(new Xattr(OddTree.bytes("user.a"), OddTree.bytes("v")));
        }
        assertThat(names()).containsExactly("model.bin");
        assertThat(placer.counts()).isEqualTo(new PlaceCounts(0, 0, 0));
    }

    @Test
    void ownersCapabilitiesAndSetIdBitsSurviveTogether() throws Exception {
        assumeTrue(OddTree.ROOT, "giving files away needs root");
        byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        Xattr wanted = new Xattr(OddTree.bytes("security.capability"), capability);
        place(placer, "tool", "x", new NodeAttributes(06755, 4711, 4712, -7, 5, new Xattrs(List.of(wanted))));
        FileStat stat = stat("tool");
        assertThat(stat.mode()).isEqualTo(06755);
        assertThat(stat.uid()).isEqualTo(4711);
        assertThat(stat.gid()).isEqualTo(4712);
        assertThat(stat.mtimeSeconds()).isEqualTo(-7);
        try (FileNode node = tree.node(RawPath.of("tool"))) {
            assertThat(node.xattrs().entries()).containsExactly(wanted);
        }
    }

    /** Version 2, then entries of tag, rights and id: owner, user 4711, group, mask, others. */
    private static final byte[] ACL = {
        2, 0, 0, 0, //
        1, 0, 6, 0, -1, -1, -1, -1, //
        2, 0, 7, 0, 0x67, 0x12, 0, 0, //
        4, 0, 4, 0, -1, -1, -1, -1, //
        16, 0, 7, 0, -1, -1, -1, -1, //
        32, 0, 0, 0, -1, -1, -1, -1
    };

    @Test
    void accessListsComeBackAndInheritedOnesDoNotStay() throws Exception {
        Xattr access = new Xattr(OddTree.bytes("system.posix_acl_access"), ACL);
        Xattr inherited = new Xattr(OddTree.bytes("system.posix_acl_default"), ACL);
        RawPath directory = RawPath.of("shared");
        placer.directory(directory, attributes(0755));
        placer.finishDirectory(directory, attributes(0755, inherited));
        place(placer, "shared/with", "x", attributes(0670, access));
        place(placer, "shared/without", "x", attributes(0600));
        try (FileNode with = tree.node(RawPath.of("shared/with"));
                FileNode without = tree.node(RawPath.of("shared/without"))) {
            assertThat(with.xattrs().entries()).containsExactly(access);
            assertThat(with.stat().mode()).isEqualTo(0670);
            assertThat(without.xattrs().isEmpty()).isTrue();
            assertThat(without.stat().mode()).isEqualTo(0600);
        }
    }

    @Test
    void aSparseFileStaysSparse() throws Exception {
        try (PartialFile file = placer.file(RawPath.of("disk.img"), 1L << 40, true)) {
            file.write(1L << 39, new byte[] {1, 2, 3}, 0, 3);
            file.complete(PLAIN);
        }
        assertThat(stat("disk.img").size()).isEqualTo(1L << 40);
        assertThat(stat("disk.img").blocks()).isLessThan(64);
    }

    @Test
    void anInterruptedFileIsTakenUpAgain() throws Exception {
        RawPath path = RawPath.of("big");
        placer.file(path, 10, false).close();
        try (PartialFile first = placer.file(path, 10, false)) {
            assertThat(first.resumed()).isTrue();
            first.write(0, OddTree.bytes("good"), 0, 4);
        }
        assertThat(top.resolve("big")).doesNotExist();
        try (PartialFile second = placer.file(path, 8, true)) {
            byte[] there = new byte[4];
            assertThat(second.read(0, there, 0, 4)).isEqualTo(4);
            assertThat(there).isEqualTo(OddTree.bytes("good"));
            second.write(4, OddTree.bytes("more"), 0, 4);
            second.hole(0, 2);
            second.complete(PLAIN);
        }
        assertThat(top.resolve("big")).hasContent("\0\0odmore");
        placer.file(path, 8, false).discard();
        assertThat(names()).containsExactly("big");
        assertThat(top.resolve("big")).hasContent("\0\0odmore");
    }

    @Test
    void whatIsPlantedUnderATemporaryNameIsNotWrittenTo() throws Exception {
        Files.writeString(outer.resolve("victim"), "untouched");
        RawPath planted = RawPath.ROOT.child(TemporaryName.of(OddTree.bytes("f")));
        odd.symlink(planted, "../victim");
        place("f", "one");
        Files.createLink(top.resolve(planted.toString()), outer.resolve("victim"));
        place("f", "two");
        odd.special(planted, FileType.FIFO, 0, 0);
        place("f", "three");
        odd.directory(planted);
        odd.file(planted.child("x"), new byte[1]);
        place("f", "four");
        assertThat(outer.resolve("victim")).hasContent("untouched");
        assertThat(top.resolve("f")).hasContent("four");
        assertThat(names()).containsExactly("f");
    }

    @Test
    void noPlantedLinkIsFollowed() throws Exception {
        Path victim = Files.createDirectory(outer.resolve("victim"));
        for (String target : List.of("../victim", victim.toString(), "/proc/self/root" + victim)) {
            odd.symlink(RawPath.of("d"), target);
            assertThatThrownBy(() -> place("d/f", "x")).isInstanceOf(PosixException.class);
            assertThatThrownBy(() -> placer.symlink(RawPath.of("d/l"), OddTree.bytes("x"), PLAIN))
                    .isInstanceOf(PosixException.class);
            assertThatThrownBy(() -> placer.directory(RawPath.of("d/sub"), PLAIN))
                    .isInstanceOf(PosixException.class);
            assertThatThrownBy(() -> placer.remove(RawPath.of("d/f"))).isInstanceOf(PosixException.class);
            assertThatThrownBy(() -> placer.finishDirectory(RawPath.of("d"), PLAIN))
                    .isInstanceOf(PosixException.class);
            // As the directory that it shall be it takes the link's place.
            placer.directory(RawPath.of("d"), attributes(0755));
            place("d/f", "x");
            assertThat(stat("d").isDirectory()).isTrue();
            placer.remove(RawPath.of("d"));
        }
        assertThat(victim).isEmptyDirectory();
    }

    @Test
    void aLinkPlantedAtTheFinalNameIsReplacedItself() throws Exception {
        Files.writeString(outer.resolve("victim"), "untouched");
        odd.symlink(RawPath.of("f"), "../victim");
        place("f", "new");
        assertThat(outer.resolve("victim")).hasContent("untouched");
        assertThat(stat("f").isRegular()).isTrue();
    }

    @Test
    void everyTypeTakesThePlaceOfEveryOther() throws Exception {
        for (int round = 0; round < 3; round++) {
            placer.directory(RawPath.of("n"), attributes(0755));
            place("n/inside", "x");
            place("n", "file");
            assertThat(stat("n").isRegular()).isTrue();
            placer.symlink(RawPath.of("n"), OddTree.bytes("/absolute/dangling"), PLAIN);
            assertThat(stat("n").isSymlink()).isTrue();
            assertThat(stat("n").mtimeSeconds()).isEqualTo(1_234_567_890);
            placer.directory(RawPath.of("n"), attributes(0755));
            assertThat(placer.special(RawPath.of("n"), FileType.FIFO, 0, 0, attributes(0620)))
                    .isTrue();
            assertThat(stat("n").type()).isEqualTo(FileType.FIFO);
            assertThat(stat("n").mode()).isEqualTo(0620);
        }
        assertThat(names()).containsExactly("n");
    }

    @Test
    void refusingKeepsWhatIsThere() throws Exception {
        place("f", "old");
        placer.directory(RawPath.of("d"), attributes(0755));
        try (TreePlacer careful = TreePlacer.open(top, Conflict.REFUSE)) {
            assertFails(Errno.EEXIST, () -> place(careful, "f", "new", PLAIN));
            assertFails(Errno.EEXIST, () -> careful.symlink(RawPath.of("f"), OddTree.bytes("x"), PLAIN));
            assertFails(Errno.EEXIST, () -> careful.directory(RawPath.of("f"), PLAIN));
            careful.directory(RawPath.of("d"), PLAIN);
            place(careful, "d/new", "new", PLAIN);
            // Somebody is quicker.
            try (PartialFile file = careful.file(RawPath.of("late"), 0, false)) {
                odd.file("late", "quicker");
                assertFails(Errno.EEXIST, () -> file.complete(PLAIN));
            }
        }
        assertThat(top.resolve("f")).hasContent("old");
        assertThat(top.resolve("d/new")).hasContent("new");
        assertThat(top.resolve("late")).hasContent("quicker");
    }

    @Test
    void hardLinksMadeOnceOrTwiceAreOneFile() throws Exception {
        place("f", "x");
        placer.directory(RawPath.of("d"), attributes(0755));
        placer.hardLink(RawPath.of("d/again"), RawPath.of("f"));
        placer.hardLink(RawPath.of("d/again"), RawPath.of("f"));
        assertThat(stat("d/again").sameInode(stat("f"))).isTrue();
        assertThat(stat("f").links()).isEqualTo(2);
        assertThat(names()).containsExactly("d", "f");
    }

    @Test
    void aFinishedDirectoryKeepsItsTime() throws Exception {
        RawPath directory = RawPath.of("d");
        placer.directory(directory, attributes(0500));
        place("d/f", "x");
        placer.finishDirectory(directory, attributes(01500));
        assertThat(stat("d").mode()).isEqualTo(01500);
        assertThat(stat("d").mtimeSeconds()).isEqualTo(1_234_567_890);
        // A restore that goes on later can fill it again.
        placer.directory(directory, attributes(0500));
        place("d/g", "x");
        placer.finishDirectory(directory, attributes(0500));
        assertThat(stat("d").mode()).isEqualTo(0500);
    }

    @Test
    void devicesWhereTheBoxLetsUs() throws Exception {
        boolean made = placer.special(RawPath.of("null"), FileType.CHARACTER_DEVICE, 1, 3, attributes(0666));
        assertThat(made).isEqualTo(placer.counts().devices() == 0);
        if (made) {
            assertThat(stat("null").rdevMajor()).isEqualTo(1);
            assertThat(stat("null").rdevMinor()).isEqualTo(3);
            assertThat(stat("null").mode()).isEqualTo(0666);
        } else {
            assertThat(top.resolve("null")).doesNotExist();
        }
        assertThat(placer.special(RawPath.of("sock"), FileType.SOCKET, 0, 0, PLAIN))
                .isTrue();
        assertThat(stat("sock").type()).isEqualTo(FileType.SOCKET);
    }

    @Test
    void staleNodesGoWithAllBelowThem() throws Exception {
        odd.chain("old", 1_200, List.of("inside"), new HashSet<>());
        odd.unlink(RawPath.of("inside"));
        odd.file(RawPath.of("old").child(new byte[] {(byte) 0xff, 1}), new byte[0]);
        Path victim = Files.createDirectory(outer.resolve("victim"));
        Files.writeString(victim.resolve("f"), "untouched");
        odd.symlink(RawPath.of("old/out"), victim.toString());
        place("keep", "x");
        placer.file(RawPath.of("unfinished"), 5, false).close();
        byte[] keep = OddTree.bytes("keep");
        assertThat(placer.removeStale(RawPath.ROOT, name -> Arrays.equals(name, keep)))
                .isEqualTo(2);
        assertThat(names()).containsExactly("keep");
        assertThat(victim.resolve("f")).hasContent("untouched");
        placer.remove(RawPath.of("not-there"));
        placer.sync();
    }

    @Test
    void mountsAreNotEmptied() throws Exception {
        try (TreePlacer all = TreePlacer.open(Path.of("/"), Conflict.REPLACE)) {
            assumeTrue(OddTree.ROOT, "only root could");
            assertFails(Errno.EBUSY, () -> all.remove(RawPath.of("proc")));
        }
    }

    @Test
    void aFullDiskIsNoticedBeforeTheWork() throws Exception {
        long tooMuch = Files.getFileStore(top).getUsableSpace() + (1L << 40);
        assertThatThrownBy(() -> placer.file(RawPath.of("huge"), tooMuch, false))
                .isInstanceOfSatisfying(
                        PosixException.class,
                        failed -> assertThat(failed.errno()).isIn(Errno.ENOSPC, Errno.EFBIG));
        assertThat(names()).isEmpty();
    }
}
