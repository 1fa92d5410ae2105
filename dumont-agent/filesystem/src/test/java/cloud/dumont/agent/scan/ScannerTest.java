package cloud.dumont.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileType;
import cloud.dumont.agent.files.OddTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.files.TemporaryName;
import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.PosixException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScannerTest {
    @TempDir
    Path top;

    private OddTree odd;

    @BeforeEach
    void open() throws PosixException {
        odd = new OddTree(top);
    }

    @AfterEach
    void close() throws PosixException {
        odd.close();
    }

    /** Everything that came, and the laws of the order. */
    private static class Seen implements ScanVisitor {
        final Map<RawPath, FileStat> entries = new HashMap<>();
        final Map<RawPath, ScanProblem> problems = new HashMap<>();
        final Map<RawPath, Boolean> left = new HashMap<>();
        final Set<RawPath> mounts = new HashSet<>();
        final List<RawPath> open = new ArrayList<>();

        @Override
        public boolean entry(ScanEntry entry) {
            RawPath path = entry.path();
            assertThat(entries.put(path, entry.stat())).isNull();
            if (!open.isEmpty()) {
                assertThat(path.parent()).isEqualTo(open.getLast());
                assertThat(path.name()).isEqualTo(entry.name());
            }
            if (entry.mountPoint()) {
                mounts.add(path);
            }
            return true;
        }

        @Override
        public void opened(RawPath directory, int fd) {
            open.add(directory);
        }

        @Override
        public void left(RawPath directory, boolean whole) {
            assertThat(left.put(directory, whole)).isNull();
            if (!open.isEmpty() && open.getLast().equals(directory)) {
                open.removeLast();
            }
        }

        @Override
        public void problem(RawPath path, ScanProblem problem) {
            problems.put(path, problem);
        }
    }

    private Scanner scanner(List<RawPath> never, List<String> include, List<String> exclude) {
        return new Scanner(new ScanScope(top, List.of(RawPath.ROOT), never, include, exclude));
    }

    private Seen scan() throws PosixException {
        Seen seen = new Seen();
        ScanSummary summary = scanner(List.of(), List.of(), List.of()).scan(Pace.full(), seen);
        assertThat(summary.entries()).isEqualTo(seen.entries.size());
        assertThat(seen.open).isEmpty();
        return seen;
    }

    private static Set<RawPath> paths(String... texts) {
        Set<RawPath> paths = new HashSet<>(Set.of(RawPath.ROOT));
        for (String text : texts) {
            paths.add(RawPath.of(text));
        }
        return paths;
    }

    @Test
    void everyByteAndEveryLengthOfName() throws PosixException {
        Set<RawPath> made = new HashSet<>(Set.of(RawPath.ROOT));
        for (int value = 1; value < 256; value++) {
            if (value != '/' && value != '.') {
                made.add(odd.file(RawPath.of(new byte[] {(byte) value}), new byte[0]));
            }
            made.add(odd.file(RawPath.ROOT.child("n".repeat(value)), new byte[value]));
        }
        made.add(odd.file("Case", "1"));
        made.add(odd.file("case", "2"));
        made.add(odd.file("\u00e9", "composed"));
        made.add(odd.file("e\u0301", "decomposed"));
        made.add(odd.file("a\nb", "newline"));
        Seen seen = scan();
        assertThat(seen.entries.keySet()).isEqualTo(made);
        assertThat(seen.entries.get(RawPath.ROOT.child("n".repeat(255))).size()).isEqualTo(255);
        assertThat(seen.problems).isEmpty();
    }

    @Test
    void everyTypeOfInodeWithWhatTheKernelSays() throws Exception {
        odd.directory("d");
        odd.mode(RawPath.of("d"), 01777);
        odd.file("f", "12345");
        odd.mode(RawPath.of("f"), 06751);
        odd.modified(RawPath.of("f"), -5, 123_456_789);
        odd.link(RawPath.of("d/again"), RawPath.of("f"));
        odd.symlink(RawPath.of("loop"), "loop");
        odd.symlink(RawPath.of("up"), "..");
        odd.symlink(RawPath.of("nowhere"), "/no/such/thing");
        odd.special(RawPath.of("fifo"), FileType.FIFO, 0, 0);
        odd.special(RawPath.of("socket"), FileType.SOCKET, 0, 0);
        Seen seen = scan();
        assertThat(seen.entries.keySet())
                .isEqualTo(paths("d", "f", "d/again", "loop", "up", "nowhere", "fifo", "socket"));
        FileStat file = seen.entries.get(RawPath.of("f"));
        assertThat(file.mode()).isEqualTo(06751);
        assertThat(file.mtimeSeconds()).isEqualTo(-5);
        assertThat(file.mtimeNanos()).isEqualTo(123_456_789);
        assertThat(file.links()).isEqualTo(2);
        assertThat(file.size()).isEqualTo(5);
        assertThat(file.sameInode(seen.entries.get(RawPath.of("d/again")))).isTrue();
        assertThat(file.inode()).isEqualTo(Files.getAttribute(top.resolve("f"), "unix:ino"));
        assertThat(seen.entries.get(RawPath.of("d")).mode()).isEqualTo(01777);
        assertThat(seen.entries.get(RawPath.of("loop")).type()).isEqualTo(FileType.SYMLINK);
        assertThat(seen.entries.get(RawPath.of("fifo")).type()).isEqualTo(FileType.FIFO);
        assertThat(seen.entries.get(RawPath.of("socket")).type()).isEqualTo(FileType.SOCKET);
    }

    @Test
    void devicesByNumber() throws PosixException {
        assumeTrue(OddTree.ROOT, "devices need root");
        odd.special(RawPath.of("null"), FileType.CHARACTER_DEVICE, 1, 3);
        odd.special(RawPath.of("disk"), FileType.BLOCK_DEVICE, 259, 1_000_000);
        // What an overlay keeps in place of a removed file.
        odd.special(RawPath.of("whiteout"), FileType.CHARACTER_DEVICE, 0, 0);
        Seen seen = scan();
        FileStat disk = seen.entries.get(RawPath.of("disk"));
        assertThat(disk.type()).isEqualTo(FileType.BLOCK_DEVICE);
        assertThat(disk.rdevMajor()).isEqualTo(259);
        assertThat(disk.rdevMinor()).isEqualTo(1_000_000);
        assertThat(seen.entries.get(RawPath.of("null")).rdevMinor()).isEqualTo(3);
        assertThat(seen.entries.get(RawPath.of("whiteout")).rdevMajor()).isZero();
    }

    @Test
    void aThousandDirectoriesDeepAndBackUp() throws PosixException {
        Set<RawPath> made = new HashSet<>(Set.of(RawPath.ROOT));
        RawPath at = odd.chain("deep-down", 1_100, List.of("file-0", "file-1", "file-2"), made);
        assertThat(at.length()).isGreaterThan(4096);
        Seen seen = scan();
        assertThat(seen.entries.keySet()).isEqualTo(made);
        assertThat(seen.left.values()).doesNotContain(false);
        Seen below = new Seen();
        scanner(List.of(), List.of(), List.of()).scan(at.parent(), Pace.full(), below);
        assertThat(below.entries.keySet())
                .containsExactlyInAnyOrder(
                        at.parent(),
                        at,
                        at.parent().child("file-0"),
                        at.parent().child("file-1"),
                        at.parent().child("file-2"));
    }

    @Test
    void aDirectoryOfManyEntriesComesOnce() throws PosixException {
        for (int i = 0; i < 5_000; i++) {
            odd.file(RawPath.of("entry-with-a-longer-name-" + i), new byte[0]);
        }
        assertThat(scan().entries).hasSize(5_001);
    }

    @Test
    void unreadableDirectoriesAreReportedAndKeptFromLookingEmpty() throws Exception {
        assumeTrue(!OddTree.ROOT, "root reads everything");
        odd.directory("closed");
        odd.file("closed/file", "x");
        odd.mode(RawPath.of("closed"), 0);
        Seen seen = scan();
        assertThat(seen.problems).containsEntry(RawPath.of("closed"), ScanProblem.DENIED);
        assertThat(seen.left).containsEntry(RawPath.of("closed"), false);
        odd.mode(RawPath.of("closed"), 0755);
    }

    @Test
    void ignoreFilesCountFromTheirFolderDown() throws PosixException {
        odd.directory("a");
        odd.directory("a/build");
        odd.directory("b");
        odd.directory("b/build");
        odd.file("a/.dumontignore", "build/\n*.tmp\n!keep.tmp\n");
        odd.file("a/build/x", "");
        odd.file("a/x.tmp", "");
        odd.file("a/keep.tmp", "");
        odd.file("b/x.tmp", "");
        Seen seen = scan();
        assertThat(seen.entries.keySet())
                .isEqualTo(paths("a", "b", "b/build", "a/.dumontignore", "a/keep.tmp", "b/x.tmp"));
        Scanner scanner = scanner(List.of(), List.of(), List.of());
        Seen asked = new Seen();
        scanner.look(RawPath.of("a/x.tmp"), asked);
        assertThat(asked.problems).containsEntry(RawPath.of("a/x.tmp"), ScanProblem.EXCLUDED);
        scanner.look(RawPath.of("a/build/x"), asked);
        assertThat(asked.problems).containsEntry(RawPath.of("a/build/x"), ScanProblem.EXCLUDED);
        scanner.look(RawPath.of("a/gone"), asked);
        assertThat(asked.problems).containsEntry(RawPath.of("a/gone"), ScanProblem.VANISHED);
        scanner.look(RawPath.of("a"), asked);
        assertThat(asked.entries.keySet()).containsExactly(RawPath.of("a"));
    }

    @Test
    void anIgnoreFileOfAHugeDirectoryIsFoundBeforeItsEntriesAreJudged() throws PosixException {
        for (int i = 0; i < 3_000; i++) {
            odd.file(RawPath.of("entry-number-" + i + ".skip"), new byte[0]);
        }
        odd.file(".dumontignore", "*.skip");
        assertThat(scan().entries.keySet()).isEqualTo(paths(".dumontignore"));
    }

    @Test
    void policyAndOwnFolderAndLeftoversOfRestores() throws PosixException {
        odd.directory("opt");
        odd.directory("opt/dumont");
        odd.file("opt/dumont/state", "");
        odd.directory("data");
        odd.directory("data/keep");
        odd.file("data/keep/x", "");
        odd.file("data/drop", "");
        odd.file(RawPath.ROOT.child(TemporaryName.of(OddTree.bytes("x"))), new byte[0]);
        Seen seen = new Seen();
        scanner(List.of(RawPath.of("opt/dumont")), List.of("/data/keep"), List.of("data"))
                .scan(Pace.full(), seen);
        assertThat(seen.entries.keySet()).isEqualTo(paths("opt", "data", "data/keep", "data/keep/x"));
    }

    @Test
    void rootsBringTheWayToThem() throws PosixException {
        odd.directory("home");
        odd.directory("home/u");
        odd.file("home/u/f", "");
        odd.directory("home/other");
        odd.directory("srv");
        Scanner scanner = new Scanner(
                new ScanScope(top, List.of(RawPath.of("home/u"), RawPath.of("gone")), List.of(), List.of(), List.of()));
        Seen seen = new Seen();
        scanner.scan(Pace.full(), seen);
        assertThat(seen.entries.keySet()).isEqualTo(paths("home", "home/u", "home/u/f"));
        assertThat(seen.problems).containsEntry(RawPath.of("gone"), ScanProblem.VANISHED);
        Seen other = new Seen();
        scanner.look(RawPath.of("home/other"), other);
        assertThat(other.problems).containsEntry(RawPath.of("home/other"), ScanProblem.EXCLUDED);
    }

    @Test
    void otherMountsAreNamedAndPassedOver() throws PosixException {
        Seen seen = new Seen();
        Scanner scanner = new Scanner(
                new ScanScope(Path.of("/"), List.of(RawPath.ROOT), List.of(), List.of("/proc"), List.of("/*")));
        scanner.scan(Pace.full(), seen);
        assertThat(seen.mounts).containsExactly(RawPath.of("proc"));
        assertThat(seen.entries.keySet()).isEqualTo(paths("proc"));
        Seen inside = new Seen();
        new Scanner(ScanScope.all(Path.of("/"))).look(RawPath.of("proc/self"), inside);
        assertThat(inside.problems).containsEntry(RawPath.of("proc/self"), ScanProblem.EXCLUDED);
        Seen included = new Seen();
        new Scanner(new ScanScope(
                        Path.of("/"), List.of(RawPath.of("proc/sys/fs/inotify")), List.of(), List.of(), List.of()))
                .scan(Pace.full(), included);
        assertThat(included.entries).containsKey(RawPath.of("proc/sys/fs/inotify/max_user_watches"));
    }

    @Test
    void changesUnderItsFeetEndNoScan() throws PosixException {
        for (int i = 0; i < 40; i++) {
            odd.directory("d" + i);
            odd.file("d" + i + "/f", "");
        }
        Seen seen = new Seen() {
            private int turn;

            @Override
            public boolean entry(ScanEntry entry) {
                boolean answer = super.entry(entry);
                if (entry.isDirectory() && !entry.path().isRoot()) {
                    disturb(entry.path(), turn++ % 4);
                }
                return answer;
            }

            // Before the scan can look into it.
            private void disturb(RawPath directory, int how) {
                try {
                    switch (how) {
                        case 0 -> odd.rename(directory, RawPath.of("moved-" + directory));
                        case 1 -> {
                            odd.unlink(directory.child("f"));
                            odd.removeDirectory(directory);
                        }
                        case 2 -> {
                            odd.unlink(directory.child("f"));
                            odd.removeDirectory(directory);
                            odd.symlink(directory, "/etc");
                        }
                        default -> {
                            odd.rename(directory, RawPath.of("swapped-" + directory));
                            odd.directory(directory);
                            odd.file(directory.child("other"), new byte[0]);
                        }
                    }
                } catch (PosixException moved) {
                    assertThat(moved.vanished() || moved.errno() == Errno.ENOTEMPTY)
                            .isTrue();
                }
            }
        };
        ScanSummary summary = scanner(List.of(), List.of(), List.of()).scan(Pace.full(), seen);
        assertThat(summary.problems()).isPositive();
        assertThat(seen.problems.values()).contains(ScanProblem.VANISHED, ScanProblem.CHANGED);
        assertThat(seen.entries.keySet()).noneMatch(path -> path.toString().contains("passwd"));
    }

    @Test
    void aStoppedScanSaysThatItIsNotWhole() throws PosixException {
        odd.directory("a");
        odd.file("a/b", "");
        Pace pace = Pace.of(0.5);
        Seen seen = new Seen() {
            @Override
            public boolean entry(ScanEntry entry) {
                pace.stop();
                return super.entry(entry);
            }
        };
        assertThat(scanner(List.of(), List.of(), List.of()).scan(pace, seen).whole())
                .isFalse();
        assertThat(seen.left).containsEntry(RawPath.ROOT, false);
    }

    @Test
    void descriptorsAreGivenBack() throws Exception {
        odd.chain("d", 150, List.of(), new HashSet<>());
        scan();
        long before = openDescriptors();
        for (int i = 0; i < 5; i++) {
            scan();
        }
        assertThat(openDescriptors()).isEqualTo(before);
    }

    private static long openDescriptors() {
        return new File("/proc/self/fd").list().length;
    }
}
