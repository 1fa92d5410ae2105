package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.agent.protocol.backup.BackupOrders;
import cloud.dumont.agent.protocol.backup.BackupPolicy;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.store.FaultyStore;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.agent.watch.WatchLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop with its threads, against the platform's stand-in. */
class BackupLoopTest {
    @TempDir
    Path folder;

    private final LocalPlatform platform = new LocalPlatform();
    private final FaultyStore store = new FaultyStore(new MemoryStore());
    private final List<RunningBackup> boxes = new ArrayList<>();
    private Path top;
    /** This machine may have no watches left, and then all is found by scans. */
    private final boolean watches = WatchLimits.ofFree(0.5).watches() > 100;

    @BeforeEach
    void files() throws Exception {
        top = Files.createDirectories(folder.resolve("one/top"));
        Files.createDirectories(top.resolve("code"));
        Files.writeString(top.resolve("code/main.py"), "print(1)");
    }

    @AfterEach
    void end() throws InterruptedException {
        for (RunningBackup box : boxes) {
            box.end();
        }
    }

    private RunningBackup start(String name, long epoch) throws Exception {
        return start(new RunningBackup(folder.resolve(name), platform, store, epoch));
    }

    private RunningBackup start(RunningBackup box) throws Exception {
        boxes.add(box);
        return box.start();
    }

    private void awaitSaved(RunningBackup box, int commits) {
        await().atMost(Duration.ofSeconds(40))
                .until(() -> platform.commits.size() >= commits
                        && box.reading().unprotectedMillis() == 0
                        && box.reading().protectedAgoMillis() != null);
    }

    private LocalMachine restored(String name) throws Exception {
        LocalMachine other = new LocalMachine(folder.resolve(name), platform, store, platform.newestEpoch);
        other.restore(LocalMachine.order(platform.chain()));
        return other;
    }

    @Test
    void whatChangesIsSavedByItself() throws Exception {
        RunningBackup box = start("one", 1);
        awaitSaved(box, 1);
        assertThat(box.reading().watched()).isEqualTo(this.watches);
        assertThat(box.reading().files()).isEqualTo(1);

        Files.writeString(top.resolve("code/main.py"), "print(2)\n");
        Files.createDirectories(top.resolve("new/deep"));
        Files.writeString(top.resolve("new/deep/file"), "x");
        byte[] large = new byte[20 << 20];
        new Random(3).nextBytes(large);
        Files.write(top.resolve("checkpoint"), large);

        await().atMost(Duration.ofSeconds(40)).until(() -> box.reading().files() == 3);
        awaitSaved(box, 2);
        if (!watches) {
            // The change of a name that was there is found by the next look.
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> platform.commits.getLast().bytes() == large.length + 10);
        }
        assertThat(TreeImage.of(restored("two").top)).isEqualTo(TreeImage.of(top));
        assertThat(box.reading().state()).isEqualTo("idle");
    }

    @Test
    void nothingChangedIsNoRequest() throws Exception {
        RunningBackup box = start("one", 1);
        awaitSaved(box, 1);
        int before = store.requests().size();
        await().during(Duration.ofSeconds(3)).until(() -> store.requests().size() == before);
        assertThat(box.reading().protectedAgoMillis()).isLessThan(watches ? 1500 : 60_000);
    }

    @Test
    void aManualOrderMakesACommitThoughNothingChanged() throws Exception {
        RunningBackup box = start("one", 1);
        awaitSaved(box, 1);
        platform.snapshots = List.of(new BackupOrders.Snapshot("bak_1", "manual", 60));
        box.desk.changed();
        await().until(() -> platform.snapshots.isEmpty());
        assertThat(platform.commits.getLast().order()).isEqualTo("bak_1");
        assertThat(platform.commits.getLast().complete()).isTrue();
    }

    @Test
    void aFinalOrderSavesTheLastChange() throws Exception {
        RunningBackup box = start("one", 1);
        awaitSaved(box, 1);
        Files.writeString(top.resolve("last"), "words");
        platform.snapshots = List.of(new BackupOrders.Snapshot("bak_9", "final", 60));
        box.desk.changed();
        await().atMost(Duration.ofSeconds(30)).until(() -> platform.snapshots.isEmpty());
        assertThat(platform.failures).isEmpty();
        assertThat(platform.commits.getLast().complete()).isTrue();
        assertThat(folder.resolve("one/state/frozen-for-good")).exists();
        assertThat(restored("two").top.resolve("last")).hasContent("words");
    }

    @Test
    void aFinalOrderThatCannotBeMadeFailsInTime() throws Exception {
        RunningBackup box = start("one", 1);
        awaitSaved(box, 1);
        store.failNext(1_000_000);
        Files.writeString(top.resolve("last"), "words");
        platform.snapshots = List.of(new BackupOrders.Snapshot("bak_9", "final", 5));
        box.desk.changed();
        await().atMost(Duration.ofSeconds(40)).until(() -> !platform.failures.isEmpty());
        assertThat(folder.resolve("one/state/frozen-for-good")).doesNotExist();
        assertThat(box.reading().unprotectedMillis()).isPositive();
        store.failNext(0);
        awaitSaved(box, 2);
    }

    @Test
    void aStoreThatIsAwayIsWaitedFor() throws Exception {
        RunningBackup box = start("one", 1);
        awaitSaved(box, 1);
        store.failNext(1_000_000);
        Files.writeString(top.resolve("while-away"), "1");
        await().atMost(Duration.ofSeconds(30)).until(() -> box.reading().state().equals("failing"));
        assertThat(box.reading().unprotectedMillis()).isPositive();
        Files.writeString(top.resolve("while-away-too"), "2");
        store.failNext(0);
        await().atMost(Duration.ofSeconds(60)).until(() -> box.reading().files() == 3);
        awaitSaved(box, 2);
    }

    @Test
    void theNextEpochStopsTheOldBoxForEver() throws Exception {
        RunningBackup box = start("one", 1);
        awaitSaved(box, 1);
        platform.office(2);
        Files.writeString(top.resolve("too-late"), "1");
        await().atMost(Duration.ofSeconds(90)).until(box.fenced::get);
        await().until(() -> !box.isAlive());
        assertThat(box.isAlive()).isFalse();
        assertThat(platform.commits).hasSize(1);
    }

    @Test
    void aMachineThatMovedGetsItsFilesBeforeItsStartCommand() throws Exception {
        byte[] large = new byte[20 << 20];
        new Random(3).nextBytes(large);
        Files.write(top.resolve("checkpoint"), large);
        RunningBackup old = start("one", 1);
        await().atMost(Duration.ofSeconds(40)).until(() -> old.reading().files() == 2);
        awaitSaved(old, 1);
        old.end();
        Path image = Files.createDirectories(folder.resolve("two/top/image"));
        Files.writeString(image.resolve("came-with-it"), "of the image");
        platform.office(2);
        platform.restore = new RestoreOrder("rst_7", platform.chain(), List.of(), "", false, true, null);
        int before = store.requests().size();

        RunningBackup box = start("two", 2);
        assertThat(box.gate.await(box.life)).isTrue();

        assertThat(TreeImage.of(folder.resolve("two/top"))).isEqualTo(TreeImage.of(top));
        await().atMost(Duration.ofSeconds(20)).until(() -> box.reading().state().equals("idle"));
        assertThat(store.requests().subList(before, store.requests().size()))
                .noneMatch(request -> request.startsWith("PUT"));
        Files.writeString(folder.resolve("two/top/new"), "n");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> platform.commits.getLast().epoch().value() == 2
                        && box.reading().files() == 3);
    }

    @Test
    void whatCannotBeWatchedIsFoundByLooking() throws Exception {
        for (int i = 0; i < 300; i++) {
            Files.createDirectories(top.resolve("packages/p" + i));
        }
        RunningBackup box = start(new RunningBackup(folder.resolve("one"), platform, store, 1).withWatches(100));
        await().atMost(Duration.ofSeconds(60)).until(() -> box.reading().files() == 1);
        assertThat(box.reading().watched()).isFalse();
        for (int i = 0; i < 300; i += 50) {
            Files.writeString(top.resolve("packages/p" + i + "/f"), "x");
        }
        await().atMost(Duration.ofSeconds(90)).until(() -> box.reading().files() == 7);
    }

    @Test
    void anExcludeThatIsAddedTakesFilesOutOfTheNextCommit() throws Exception {
        Files.createDirectories(top.resolve("cache"));
        Files.writeString(top.resolve("cache/big"), "x");
        Files.writeString(top.resolve("code/.dumontignore"), "*.tmp\n");
        Files.writeString(top.resolve("code/a.tmp"), "x");
        RunningBackup box = start("one", 1);
        await().atMost(Duration.ofSeconds(60)).until(() -> box.reading().files() == 3);
        platform.policy = new BackupPolicy(2, true, 30, List.of("/"), List.of("/cache"), 1L << 40);
        box.desk.changed();
        await().atMost(Duration.ofSeconds(60)).until(() -> box.reading().files() == 2);
        platform.policy = new BackupPolicy(3, true, 30, List.of("/nowhere"), List.of(), 1L << 40);
        box.desk.changed();
        await().atMost(Duration.ofSeconds(60)).until(() -> box.reading().files() == 0);
    }

    @Test
    void withoutItsFilesABoxSavesNothing() throws Exception {
        RunningBackup old = start("one", 1);
        awaitSaved(old, 1);
        old.end();
        RunningBackup box = start("two", 2);
        await().until(() -> box.reading().state().equals("failing"));
        assertThat(platform.commits).hasSize(1);
    }
}
