package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.agent.store.Body;
import cloud.dumont.agent.store.FaultyStore;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.StoreException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The restore that a new box begins with, when not all goes well: backups go on after it, and nothing is taken for deleted. */
class RestoreAtStartTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final LocalPlatform platform = new LocalPlatform();
    private final FaultyStore store = new FaultyStore(new MemoryStore());
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<RunningBackup> boxes = new ArrayList<>();

    /** Refuses reads for a while, as a store does whose URLs ran out. */
    private final class Refusing implements ObjectStore {
        private void check() throws StoreException {
            if (refusals.getAndUpdate(it -> Math.max(0, it - 1)) > 0) {
                throw new StoreException.Refused("AccessDenied", "not now");
            }
        }

        @Override
        public void put(String name, Body body) throws StoreException, InterruptedException {
            store.put(name, body);
        }

        @Override
        public InputStream get(String name, long offset, long length) throws StoreException, InterruptedException {
            check();
            return store.get(name, offset, length);
        }

        @Override
        public Tail tail(String name, int length) throws StoreException, InterruptedException {
            check();
            return store.tail(name, length);
        }

        @Override
        public List<Listed> list(String prefix, @Nullable String after) throws StoreException, InterruptedException {
            return store.list(prefix, after);
        }
    }

    @BeforeEach
    void save() throws Exception {
        LocalMachine old = new LocalMachine(folder.resolve("one"), platform, store, 1);
        byte[] large = new byte[12 << 20];
        new Random(9).nextBytes(large);
        Files.write(old.top.resolve("large"), large);
        Files.writeString(old.top.resolve("small"), "s");
        old.save();
        old.forget();
        platform.restore = new RestoreOrder("rst_7", platform.chain(), List.of(), "", false, true, null);
    }

    private RunningBackup start() throws Exception {
        RunningBackup box = new RunningBackup(folder.resolve("two"), platform, new Refusing(), 2).start();
        boxes.add(box);
        return box;
    }

    @AfterEach
    void end() throws InterruptedException {
        for (RunningBackup box : boxes) {
            box.end();
            assertThat(box.isAlive()).isFalse();
        }
    }

    private void awaitFiles(RunningBackup box, int files) {
        await().atMost(LONG)
                .until(() -> box.reading().files() == files
                        && box.reading().state().equals("idle")
                        && box.reading().unprotectedMillis() == 0);
    }

    private LocalMachine restored(String name) throws Exception {
        LocalMachine other = new LocalMachine(folder.resolve(name), platform, store, 2);
        other.restore(LocalMachine.order(platform.chain()));
        return other;
    }

    @Test
    void aStoreThatRefusesForAWhileIsTriedAgain() throws Exception {
        refusals.set(3);
        RunningBackup box = start();
        assertThat(box.gate.await(box.life)).isTrue();
        assertThat(TreeImage.of(box.top)).isEqualTo(TreeImage.of(folder.resolve("one/top")));
        awaitFiles(box, 2);
        assertThat(platform.reports).extracting(RestoreReport::phase).doesNotContain(RestoreReport.FAILED);
        assertThat(platform.reports.getLast().phase()).isEqualTo(RestoreReport.DONE);
    }

    @Test
    void whatTheImageBroughtGoesAndWhatTheUserMadeBeforeTheFilesWereBackStays() throws Exception {
        Path top = Files.createDirectories(folder.resolve("two/top"));
        Files.writeString(Files.createDirectories(top.resolve("image/deep")).resolve("file"), "i");
        Thread.sleep(20);
        refusals.set(1_000_000);
        RunningBackup box = start();
        await().atMost(LONG).until(() -> refusals.get() < 1_000_000);
        Files.writeString(Files.createDirectories(top.resolve("mine")).resolve("file"), "m");
        refusals.set(0);
        assertThat(box.gate.await(box.life)).isTrue();
        assertThat(top.resolve("image")).doesNotExist();
        assertThat(top.resolve("mine/file")).hasContent("m");
        awaitFiles(box, 3);
    }

    @Test
    void whatIsDamagedIsNamedAndStaysInTheTreeWhileBackupsGoOn() throws Exception {
        String pack = store.list("e/000000000001/p/", null).getFirst().name();
        store.flip(pack, 8L * 1_000_000);
        RunningBackup box = start();
        assertThat(box.gate.await(box.life)).isTrue();
        RestoreReport report = platform.reports.getLast();
        assertThat(report.phase()).isEqualTo(RestoreReport.DONE);
        assertThat(report.damaged()).containsExactly("/large");
        assertThat(report.problem()).startsWith("1 files could not");
        assertThat(box.top.resolve("large")).doesNotExist();

        awaitFiles(box, 2);
        Files.writeString(box.top.resolve("new"), "n");
        awaitFiles(box, 3);
        box.end();
        RunningBackup next = start();
        Files.writeString(next.top.resolve("newer"), "n");
        awaitFiles(next, 4);
        store.flip(pack, 1L << 60);
        Path whole = restored("whole").top;
        assertThat(whole.resolve("large")).hasSameBinaryContentAs(folder.resolve("one/top/large"));

        Files.writeString(next.top.resolve("large"), "made anew");
        await().atMost(LONG).until(() -> platform.commits.getLast().bytes() == 12);
        Files.delete(next.top.resolve("large"));
        awaitFiles(next, 3);
    }

    @Test
    void aRestoreThatFailedForGoodMakesWayForTheNextOrder() throws Exception {
        RestoreOrder order = platform.restore;
        String commit = "e/000000000001/c/";
        String name = store.list(commit, null).getLast().name();
        store.flip(name, 8L * 200);
        RunningBackup box = start();
        await().atMost(LONG)
                .until(() -> platform.reports.stream().anyMatch(it -> it.phase().equals(RestoreReport.FAILED)));
        store.flip(name, 1L << 60);
        platform.restore = new RestoreOrder("rst_8", order.chain(), List.of(), "", false, false, null);
        box.desk.changed();
        awaitFiles(box, 2);
        assertThat(TreeImage.of(box.top)).isEqualTo(TreeImage.of(folder.resolve("one/top")));
    }

    @Test
    void namesThatAreNoFilesYetAreWithheldToo() throws Exception {
        LocalMachine box = new LocalMachine(folder.resolve("three"), platform, store, 1);
        cloud.dumont.agent.table.Withheld.none(box.state.resolve("not-restored"))
                .set(List.of(cloud.dumont.agent.table.Entries.path(RawPath.of("small"))));
        box.save();
        assertThat(box.session().repository().tree().files()).isEqualTo(1);
    }
}
