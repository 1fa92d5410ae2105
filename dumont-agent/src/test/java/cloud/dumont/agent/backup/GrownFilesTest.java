package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.chunk.ChunkHasher;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.history.CommitOutcome;
import cloud.dumont.agent.history.Occasion;
import cloud.dumont.agent.pack.PackLimits;
import cloud.dumont.agent.pack.PackWriter;
import cloud.dumont.agent.store.Body;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.table.IdentityLog;
import cloud.dumont.agent.table.InodeTable;
import cloud.dumont.agent.table.Withheld;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody writes to between the last byte that was read and the moment they are published; nobody watches. */
class GrownFilesTest {
    private static final long BEFORE = -5_000_000_000L;

    @TempDir
    Path folder;

    private final LocalPlatform platform = new LocalPlatform();
    private Runnable onPut = () -> {};
    private LocalMachine box;

    /** Does something to the box while a pack is under way. */
    private final class Store implements ObjectStore {
        private final MemoryStore behind = new MemoryStore();

        @Override
        public void put(String name, Body body) throws StoreException {
            behind.put(name, body);
            onPut.run();
        }

        @Override
        public InputStream get(String name, long offset, long length) throws StoreException {
            return behind.get(name, offset, length);
        }

        @Override
        public Tail tail(String name, int length) throws StoreException {
            return behind.tail(name, length);
        }

        @Override
        public List<Listed> list(String prefix, @Nullable String after) {
            return behind.list(prefix, after);
        }
    }

    @BeforeEach
    void open() throws Exception {
        box = new LocalMachine(folder.resolve("one"), platform, new Store(), 1);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static void append(Path file) {
        try {
            Files.writeString(file, "the tail", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void overwrite(Path file) {
        try (var open = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            open.writeLong(System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path restored() throws Exception {
        LocalMachine other = new LocalMachine(folder.resolve("back"), platform, box.store, 1);
        other.restore(LocalMachine.order(platform.chain()));
        return other.top;
    }

    /** Everything that is known is read and committed once, and no more. */
    private void saveOnce(Session session) throws Exception {
        session.big().hurry(true);
        session.scans().add(ScanTask.safety());
        List<Nominee> found = new ArrayList<>();
        session.scans().step(found::add);
        for (Nominee each : found) {
            session.small().take(each);
        }
        while (session.big().backlogBytes() > 0) {
            session.big().step();
        }
        onPut = () -> {};
        session.gather(new Session.Gathering(Duration.ofHours(1), Duration.ofHours(1), Long.MAX_VALUE / 2));
        assertThat(session.commit(new Occasion(0, 0, System.nanoTime(), false, null)))
                .isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void aLargeFileThatGrewWhileItWasReadIsKnownNotToBeSavedWhole() throws Exception {
        Path file = box.top.resolve("large");
        Files.write(file, random(20 << 20));
        onPut = () -> append(file);
        Session session = box.session();
        long begun = System.nanoTime();
        saveOnce(session);

        assertThat(platform.commits).hasSize(1);
        assertThat(session.isAllSaved()).isFalse();
        assertThat(session.isAllGathered()).isFalse();
        assertThat(session.oldestNanos().orElseThrow() - begun).isNotNegative();
        box.save();
        assertThat(restored().resolve("large")).hasBinaryContent(Files.readAllBytes(file));
        assertThat(session.isAllSaved()).isTrue();
    }

    @Test
    void aLargeFileThatNeverHeldStillIsLookedAtAgain() throws Exception {
        Path file = box.top.resolve("large");
        Files.write(file, random(20 << 20));
        onPut = () -> overwrite(file);
        Session session = box.session();
        saveOnce(session);
        assertThat(session.isAllGathered()).isFalse();
        box.save();
        assertThat(restored().resolve("large")).hasBinaryContent(Files.readAllBytes(file));
    }

    @Test
    void aSmallFileThatGrewWhileItWasReadIsLookedAtAgain() throws Exception {
        assertThat(lookedAtAgain(GrownFilesTest::append)).containsExactly(RawPath.of("small"));
    }

    @Test
    void aSmallFileThatNeverHeldStillIsLookedAtAgain() throws Exception {
        assertThat(lookedAtAgain(GrownFilesTest::overwrite)).containsExactly(RawPath.of("small"));
    }

    @Test
    void aSmallFileThatHeldStillIsNot() throws Exception {
        assertThat(lookedAtAgain(file -> {})).isEmpty();
    }

    private interface Change {
        void to(Path file);
    }

    /** The small lane alone, and a change after each stretch that it reads. */
    private List<RawPath> lookedAtAgain(Change change) throws Exception {
        Path file = box.top.resolve("small");
        Files.write(file, random(700_000));
        Session session = box.session();
        var repository = session.repository();
        List<RawPath> again = new ArrayList<>();
        long begun = System.nanoTime();
        try (FileTree files = FileTree.open(box.top);
                InodeTable inodes = new InodeTable();
                IdentityLog log = IdentityLog.open(folder.resolve("log"), "other", 1, repository.tree(), inodes);
                PackWriter packs = repository.packs(PackLimits.STANDARD)) {
            Contents contents = new Contents(
                    () -> repository.contents(packs),
                    new ChunkHasher(repository.key().chunkIdKey()),
                    () -> {
                        change.to(file);
                        return true;
                    });
            Examiner examiner =
                    new Examiner(files, contents, new HardLinks(files, 0), Withheld.none(folder.resolve("withheld")));
            SmallLane.LookAgain lookAgain = (path, since) -> {
                again.add(path);
                assertThat(since - begun).isNotNegative();
            };
            try (SmallLane lane = new SmallLane(
                    repository,
                    inodes,
                    log,
                    files,
                    session.scanner(),
                    examiner,
                    session.big(),
                    session.scans(),
                    lookAgain,
                    session.unreadable(),
                    System::nanoTime)) {
                lane.look(RawPath.ROOT, BEFORE, false);
                lane.look(RawPath.of("small"), BEFORE, false);
                assertThat(lane.oldestNanos()).hasValue(BEFORE);
            }
        }
        return again;
    }
}
