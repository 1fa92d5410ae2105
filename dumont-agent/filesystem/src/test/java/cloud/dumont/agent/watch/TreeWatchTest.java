package cloud.dumont.agent.watch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.agent.files.OddTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.files.TemporaryName;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Io;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.scan.ScanScope;
import cloud.dumont.agent.scan.Scanner;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWatchTest {
    private static final int PLENTY = 5_000;

    @TempDir
    Path top;

    private final DirtySet dirty = new DirtySet(10_000);
    private final List<DirtyPath> seen = new ArrayList<>();
    private OddTree odd;

    @BeforeEach
    void open() throws PosixException {
        odd = new OddTree(top);
    }

    @AfterEach
    void close() throws PosixException {
        odd.close();
    }

    private TreeWatch start(int budget) throws Exception {
        return start(budget, ScanScope.all(top));
    }

    private TreeWatch start(int budget, ScanScope scope) throws Exception {
        TreeWatch watch = TreeWatch.start(new Scanner(scope), dirty, new WatchLimits(budget), System::nanoTime);
        assertThat(watch.awaitRegistered(Duration.ofSeconds(20))).isTrue();
        return watch;
    }

    private void drain() {
        seen.addAll(dirty.drain(Duration.ZERO, Duration.ZERO, System.nanoTime()));
    }

    private void awaitMark(Predicate<DirtyPath> wanted) {
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            drain();
            return seen.stream().anyMatch(wanted);
        });
    }

    private void awaitPath(String path) {
        RawPath wanted = RawPath.of(path);
        awaitMark(mark -> mark.path().equals(wanted) || mark.subtree() && wanted.startsWith(mark.path()));
    }

    /** All that came before the file of this name was made has been seen when it is. */
    private void awaitAllUpTo(String last) throws PosixException {
        odd.file(last, "");
        awaitPath(last);
    }

    @Test
    void filesThatComeChangeAndGo() throws Exception {
        odd.directory("d");
        odd.file("d/old", "x");
        try (TreeWatch watch = start(PLENTY)) {
            assertThat(watch.report().covers()).isTrue();
            odd.file("d/new", "x");
            awaitPath("d/new");
            awaitPath("d");
            seen.clear();
            odd.mode(RawPath.of("d/old"), 0600);
            awaitPath("d/old");
            seen.clear();
            odd.rename(RawPath.of("d/old"), RawPath.of("d/renamed"));
            awaitPath("d/old");
            awaitPath("d/renamed");
            seen.clear();
            odd.unlink(RawPath.of("d/new"));
            awaitPath("d/new");
            seen.clear();
            odd.file(RawPath.of(new byte[] {(byte) 0xff, '\n'}), new byte[1]);
            awaitMark(mark -> mark.path().equals(RawPath.of(new byte[] {(byte) 0xff, '\n'})));
        }
    }

    @Test
    void anOpenWriterIsKnown() throws Exception {
        odd.file("f", "");
        try (TreeWatch watch = start(PLENTY);
                Fd writer = odd.open(RawPath.of("f"), Open.READ_WRITE)) {
            Io.write(writer.number(), 0, new byte[100], 0, 100);
            awaitMark(mark -> mark.path().equals(RawPath.of("f")) && mark.beingWritten());
            seen.clear();
            writer.close();
            awaitMark(mark -> mark.path().equals(RawPath.of("f")) && !mark.beingWritten());
            assertThat(watch.report().watching()).isTrue();
        }
    }

    @Test
    void newDirectoriesAreWatchedWithAllThatWasInThemBefore() throws Exception {
        try (TreeWatch watch = start(PLENTY)) {
            for (int round = 0; round < 20; round++) {
                RawPath at = RawPath.of("round" + round);
                odd.directory(at);
                for (int depth = 0; depth < 5; depth++) {
                    odd.file(at.child("file"), new byte[1]);
                    at = odd.directory(at.child("sub"));
                }
            }
            await().until(() -> watch.report().watches() == 1 + 20 * 6);
            for (int round = 0; round < 20; round++) {
                RawPath made = RawPath.of("round" + round);
                awaitMark(mark -> mark.subtree() && made.startsWith(mark.path()));
            }
            drain();
            seen.clear();
            odd.file("round7/sub/sub/late", "x");
            awaitPath("round7/sub/sub/late");
        }
    }

    @Test
    void aRenamedDirectoryKeepsItsWatches() throws Exception {
        odd.directory("a");
        odd.directory("a/b");
        odd.directory("a/b/c");
        odd.directory("other");
        try (TreeWatch watch = start(PLENTY)) {
            odd.rename(RawPath.of("a/b"), RawPath.of("other/moved"));
            awaitMark(mark -> mark.subtree() && mark.path().equals(RawPath.of("other/moved")));
            awaitPath("a/b");
            odd.file("other/moved/c/file", "x");
            awaitPath("other/moved/c/file");
            assertThat(watch.report().watches()).isEqualTo(5);
            odd.rename(RawPath.of("other/moved"), RawPath.of("a/b"));
            odd.file("a/b/c/again", "x");
            awaitPath("a/b/c/again");
        }
    }

    @Test
    void whatMovesOutIsLetGo(@TempDir Path outside) throws Exception {
        odd.directory("a");
        odd.directory("a/b");
        try (TreeWatch watch = start(PLENTY)) {
            assertThat(watch.report().watches()).isEqualTo(3);
            Files.move(top.resolve("a"), outside.resolve("a"));
            await().until(() -> watch.report().watches() == 1);
            awaitPath("a");
            Files.writeString(outside.resolve("a/b/file"), "x");
            awaitAllUpTo("last");
            assertThat(seen).noneMatch(mark -> mark.path().equals(RawPath.of("a/b/file")));
        }
    }

    @Test
    void directoriesSwappedForEachOtherKeepTheirNames() throws Exception {
        odd.directory("a");
        odd.directory("a/in-a");
        odd.directory("b");
        odd.directory("b/in-b");
        try (TreeWatch watch = start(PLENTY)) {
            odd.rename(RawPath.of("a"), RawPath.of("t"));
            odd.rename(RawPath.of("b"), RawPath.of("a"));
            odd.rename(RawPath.of("t"), RawPath.of("b"));
            awaitAllUpTo("last");
            await().until(() -> watch.report().watches() == 5);
            seen.clear();
            odd.file("a/in-b/x", "");
            awaitPath("a/in-b/x");
            odd.file("b/in-a/y", "");
            awaitPath("b/in-a/y");
        }
    }

    @Test
    void removedDirectoriesCostNothing() throws Exception {
        try (TreeWatch watch = start(PLENTY)) {
            for (int i = 0; i < 50; i++) {
                odd.directory("d" + i);
            }
            await().until(() -> watch.report().watches() == 51);
            for (int i = 0; i < 50; i++) {
                odd.removeDirectory(RawPath.of("d" + i));
            }
            await().until(() -> watch.report().watches() == 1);
        }
    }

    @Test
    void overTheBudgetSubtreesAreScannedInstead() throws Exception {
        odd.directory("code");
        odd.directory("data");
        odd.directory("env");
        odd.directory("env/site-packages");
        for (int i = 0; i < 80; i++) {
            odd.directory("env/site-packages/p" + i);
            odd.directory("data/old" + i);
            odd.modified(RawPath.of("data/old" + i), 1_000_000, 0);
        }
        odd.modified(RawPath.of("data"), 1_000_000, 0);
        for (int i = 0; i < 30; i++) {
            odd.directory("code/c" + i);
        }
        try (TreeWatch watch = start(100)) {
            WatchReport report = watch.report();
            assertThat(report.watches()).isLessThanOrEqualTo(100);
            assertThat(report.covers()).isFalse();
            assertThat(report.scanned()).contains(RawPath.of("env/site-packages"));
            assertThat(report.scanned()).anyMatch(path -> path.startsWith(RawPath.of("data")));
            assertThat(report.scanned()).noneMatch(path -> RawPath.of("code").startsWith(path));
            odd.file("code/c29/file", "x");
            awaitPath("code/c29/file");
            for (int i = 0; i < 300; i++) {
                odd.directory("code/more" + i);
            }
            awaitAllUpTo("last");
            await().until(() -> watch.report().scanned().stream().anyMatch(RawPath.of("code")::startsWith)
                    || watch.report().watches() == 100);
            assertThat(watch.report().watches()).isLessThanOrEqualTo(100);
        }
    }

    @Test
    void evenASingleWatchDoes() throws Exception {
        odd.directory("a");
        odd.directory("b");
        try (TreeWatch watch = start(1)) {
            assertThat(watch.report().watches()).isEqualTo(1);
            assertThat(watch.report().scanned()).containsExactlyInAnyOrder(RawPath.of("a"), RawPath.of("b"));
            odd.file("f", "x");
            awaitPath("f");
        }
    }

    @Test
    void aFullQueueMarksEverything() throws Exception {
        List<Fd> files = new ArrayList<>();
        RawPath one = odd.file("one", "");
        RawPath two = odd.file("two", "");
        try (TreeWatch watch = start(PLENTY, ScanScope.all(top))) {
            files.add(odd.open(one, Open.READ_WRITE));
            files.add(odd.open(two, Open.READ_WRITE));
            // The set's lock holds the reader up, so the kernel's queue of 16,384 runs over.
            synchronized (dirty) {
                for (int i = 0; i < 40_000; i++) {
                    Io.write(files.get(i % 2).number(), 0, new byte[1], 0, 1);
                }
            }
            awaitMark(mark -> mark.subtree() && mark.path().isRoot());
            await().until(() -> watch.report().overflows() > 0);
            drain();
            odd.directory("after");
            odd.file("after/file", "x");
            awaitMark(mark -> mark.path().startsWith(RawPath.of("after")));
            assertThat(watch.report().watching()).isTrue();
        } finally {
            files.forEach(Fd::close);
        }
    }

    @Test
    void excludedAndOwnFoldersAreNotWatched() throws Exception {
        odd.directory("own");
        odd.directory("skip");
        odd.directory("keep");
        odd.file(".dumontignore", "skip");
        ScanScope scope = new ScanScope(top, List.of(RawPath.ROOT), List.of(RawPath.of("own")), List.of(), List.of());
        try (TreeWatch watch = start(PLENTY, scope)) {
            assertThat(watch.report().watches()).isEqualTo(2);
            odd.file("own/x", "");
            odd.file("skip/x", "");
            odd.file(RawPath.ROOT.child(TemporaryName.of(OddTree.bytes("x"))), new byte[1]);
            awaitAllUpTo("last");
            assertThat(seen)
                    .noneMatch(mark -> mark.path().startsWith(RawPath.of("own"))
                            || mark.path().startsWith(RawPath.of("skip"))
                            || TemporaryName.is(mark.path().name()));
            seen.clear();
            odd.file(".dumontignore", "other");
            awaitMark(mark -> mark.subtree() && mark.path().isRoot());
            await().until(() -> watch.report().watches() == 3);
            odd.file("skip/y", "");
            awaitPath("skip/y");
        }
    }

    @Test
    void closingLeavesNoThreadAndNoDescriptor() throws Exception {
        long before = descriptors();
        for (int i = 0; i < 10; i++) {
            start(PLENTY).close();
        }
        assertThat(descriptors()).isEqualTo(before);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("watch"));
    }

    private static long descriptors() {
        return new File("/proc/self/fd").list().length;
    }

    @Test
    void aTreeThatIsNotThereIsScannedOnly() throws Exception {
        ScanScope gone = ScanScope.all(top.resolve("gone"));
        try (TreeWatch watch = start(PLENTY, gone)) {
            assertThat(watch.report().watching()).isFalse();
            assertThat(watch.report().scanned()).containsExactly(RawPath.ROOT);
            awaitMark(mark -> mark.subtree() && mark.path().isRoot());
        }
    }

    @Test
    void theLimitsComeFromTheKernel() throws Exception {
        Process cat = new ProcessBuilder("cat", "/proc/sys/fs/inotify/max_user_watches").start();
        int limit = Integer.parseInt(new String(cat.getInputStream().readAllBytes(), US_ASCII).strip());
        // Others on this machine may hold some of them.
        assertThat(WatchLimits.ofFree(1).watches()).isBetween(limit / 10, limit);
        assertThat(WatchLimits.ofFree(top, 0.5).watches()).isEqualTo(4096);
    }
}
