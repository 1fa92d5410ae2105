package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.history.Occasion;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.agent.table.Entries;
import cloud.dumont.agent.tree.Entry;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change while they are looked at, and changes that try to hide. */
class ChangingFilesTest {
    @TempDir
    Path folder;

    private final LocalPlatform platform = new LocalPlatform();
    private final MemoryStore store = new MemoryStore();
    private LocalMachine box;

    @BeforeEach
    void open() throws Exception {
        box = new LocalMachine(folder.resolve("one"), platform, store, 1);
    }

    private Entry.File saved(String name) throws Exception {
        return (Entry.File) box.session().repository().tree().find(Entries.path(RawPath.of(name)));
    }

    private Path restored() throws Exception {
        LocalMachine other = new LocalMachine(folder.resolve("r" + platform.commits.size()), platform, store, 1);
        other.restore(LocalMachine.order(platform.chain()));
        return other.top;
    }

    private static byte[] random(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aFileThatNeverHoldsStillKeepsItsLastWholeVersion() throws Exception {
        Path file = box.top.resolve("torn");
        byte[] whole = random(24 << 20, 1);
        Files.write(file, whole);
        box.save();
        assertThat(saved("torn").fuzzy()).isFalse();

        AtomicBoolean going = new AtomicBoolean(true);
        Thread writer = Thread.ofPlatform().start(() -> overwrite(file, going));
        try {
            // On a busy machine the writer may pause for as long as one look takes.
            for (int tries = 0; tries < 30 && !saved("torn").fuzzy(); tries++) {
                whole = Files.readAllBytes(restored().resolve("torn"));
                box.save();
            }
        } finally {
            going.set(false);
            writer.join();
        }
        assertThat(saved("torn").fuzzy()).isTrue();
        assertThat(Files.readAllBytes(restored().resolve("torn"))).isEqualTo(whole);

        box.save();
        assertThat(saved("torn").fuzzy()).isFalse();
        assertThat(Files.readAllBytes(restored().resolve("torn"))).isEqualTo(Files.readAllBytes(file));
    }

    private static void overwrite(Path file, AtomicBoolean going) {
        Random random = new Random(2);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            while (going.get()) {
                open.seek(random.nextInt(24 << 20));
                open.write(random.nextInt());
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aChangeByANameThatIsGoneNowIsSeenByTheOtherNames() throws Exception {
        for (String folder : List.of("", "deep/")) {
            Path kept = box.top.resolve(folder.isEmpty() ? "kept" : "kept2");
            Files.writeString(kept, "before");
            Files.createDirectories(box.top.resolve(folder));
            Files.createLink(box.top.resolve(folder + "going"), kept);
        }
        box.save();
        Files.writeString(box.top.resolve("going"), "after!");
        Files.writeString(box.top.resolve("deep/going"), "after?");
        Files.delete(box.top.resolve("going"));
        Files.delete(box.top.resolve("deep/going"));
        Files.delete(box.top.resolve("deep"));

        // As watches say it: by the names that it was done by.
        Session session = box.session();
        session.dirty().touched(RawPath.of("going"), System.nanoTime());
        session.dirty().touched(RawPath.of("deep"), System.nanoTime());
        while (!session.isAllGathered()) {
            session.gather(new Session.Gathering(Duration.ZERO, Duration.ZERO, Long.MAX_VALUE));
        }
        session.commit(new Occasion(0, 0, 0, true, null));
        assertThat(restored().resolve("kept")).hasContent("after!");
        assertThat(restored().resolve("kept2")).hasContent("after?");
        assertThat(restored().resolve("going")).doesNotExist();
    }

    @Test
    void aLogThatOnlyGrowsIsWhole() throws Exception {
        Path file = box.top.resolve("log");
        Files.write(file, random(200_000, 1));
        AtomicBoolean going = new AtomicBoolean(true);
        Thread writer = Thread.ofPlatform().start(() -> append(file, going));
        try {
            box.save();
        } finally {
            going.set(false);
            writer.join();
        }
        Entry.File entry = saved("log");
        assertThat(entry.fuzzy()).isFalse();
        byte[] now = Files.readAllBytes(file);
        byte[] back = Files.readAllBytes(restored().resolve("log"));
        assertThat(back).isEqualTo(Arrays.copyOf(now, back.length));
        box.save();
        assertThat(Files.readAllBytes(restored().resolve("log"))).isEqualTo(now);
    }

    private static void append(Path file, AtomicBoolean going) {
        try {
            for (int i = 0; going.get() && i < 100_000; i++) {
                Files.write(file, random(500, i), StandardOpenOption.APPEND);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void sameSizeAndTimeDoNotHideOtherContent() throws Exception {
        Path file = box.top.resolve("f");
        Files.writeString(file, "aaaa");
        FileTime time = Files.getLastModifiedTime(file);
        box.save();
        Files.writeString(file, "bbbb");
        Files.setLastModifiedTime(file, time);
        box.save();
        assertThat(restored().resolve("f")).hasContent("bbbb");
    }

    @Test
    void sameSizeAndTimeDoNotHideOtherContentOverARestartEither() throws Exception {
        Path file = box.top.resolve("f");
        Files.writeString(file, "aaaa");
        FileTime time = Files.getLastModifiedTime(file);
        box.save();
        box.forget();
        Files.writeString(file, "bbbb");
        Files.setLastModifiedTime(file, time);
        box.save();
        assertThat(restored().resolve("f")).hasContent("bbbb");
    }

    @Test
    void timesOfAnyAgeComeBack() throws Exception {
        long[] seconds = {-1, 0, -2_000_000_000L, 4_102_444_800L, 1L << 33, Instant.EPOCH.getEpochSecond()};
        for (int i = 0; i < seconds.length; i++) {
            Path file = box.top.resolve("f" + i);
            Files.writeString(file, "x");
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(seconds[i], 987_654_321)));
        }
        box.save();
        assertThat(TreeImage.of(restored())).isEqualTo(TreeImage.of(box.top));
    }

    @Test
    void aDirectoryThatMovesWhileItIsScannedIsFoundByTheNextLook() throws Exception {
        for (int i = 0; i < 300; i++) {
            Path directory = Files.createDirectories(box.top.resolve("d" + i % 10));
            Files.writeString(directory.resolve("f" + i), "x" + i);
        }
        AtomicBoolean going = new AtomicBoolean(true);
        Thread mover = Thread.ofPlatform().start(() -> move(going));
        try {
            box.save();
            box.save();
        } finally {
            going.set(false);
            mover.join();
        }
        box.save();
        box.save();
        assertThat(TreeImage.of(restored())).isEqualTo(TreeImage.of(box.top));
    }

    private void move(AtomicBoolean going) {
        Random random = new Random(5);
        try {
            while (going.get()) {
                Path from = box.top.resolve("d" + random.nextInt(10));
                Path to = box.top.resolve("d" + random.nextInt(10));
                if (Files.exists(from) && !Files.exists(to)) {
                    Files.move(from, to);
                }
                Path swap = box.top.resolve("swap");
                if (Files.isDirectory(swap, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(swap);
                    Files.writeString(swap, "file");
                } else {
                    Files.deleteIfExists(swap);
                    Files.createDirectory(swap);
                }
                Path free = box.top.resolve("moved" + random.nextInt(3));
                if (Files.exists(from) && !Files.exists(free)) {
                    Files.move(from, free);
                } else if (Files.exists(free) && !Files.exists(from)) {
                    Files.move(free, from);
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aRenamedLargeFileIsNotUploadedAgain() throws Exception {
        Files.write(box.top.resolve("checkpoint"), random(40 << 20, 1));
        box.save();
        long before = stored();
        Files.move(box.top.resolve("checkpoint"), box.top.resolve("best"));
        box.save();
        assertThat(stored() - before).isLessThan(10_000);
        assertThat(TreeImage.of(restored())).isEqualTo(TreeImage.of(box.top));
    }

    private long stored() throws Exception {
        long sum = 0;
        for (String prefix : java.util.List.of("e/000000000001/p/", "e/000000000001/c/")) {
            sum += store.list(prefix, null).stream().mapToLong(it -> it.size()).sum();
        }
        return sum;
    }

    @Test
    void aNameAddedToAFileAfterwardsIsTheSameFile() throws Exception {
        Files.writeString(box.top.resolve("a"), "x");
        box.save();
        Files.createDirectory(box.top.resolve("d"));
        Files.createLink(box.top.resolve("d/b"), box.top.resolve("a"));
        box.save();
        assertThat(TreeImage.of(restored())).isEqualTo(TreeImage.of(box.top));
        Files.writeString(box.top.resolve("d/b"), "changed under the other name");
        box.save();
        assertThat(TreeImage.of(restored())).isEqualTo(TreeImage.of(box.top));
        Files.delete(box.top.resolve("a"));
        box.save();
        assertThat(TreeImage.of(restored())).isEqualTo(TreeImage.of(box.top));
    }
}
