package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.restore.RestoreProgress;
import cloud.dumont.agent.restore.Restorer;
import cloud.dumont.agent.store.FaultyStore;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.kernel.Epoch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newest commit lost a bit while no agent ran. */
class DamagedNewestTest {
    @TempDir
    Path folder;

    private final LocalPlatform platform = new LocalPlatform();
    private final FaultyStore store = new FaultyStore(new MemoryStore());
    private LocalMachine box;
    private String newest = "";

    @BeforeEach
    void save() throws Exception {
        box = new LocalMachine(folder.resolve("one"), platform, store, 1);
        Files.writeString(box.top.resolve("first"), "of the first commit");
        box.save();
        Files.writeString(box.top.resolve("second"), "of the second commit");
        box.save();
        box.forget();
        newest = "e/000000000001/c/000000000002";
    }

    private LocalMachine other() throws Exception {
        return new LocalMachine(folder.resolve("two"), platform, store, 1);
    }

    @Test
    void contentsInsideItAreSavedAgain() throws Exception {
        store.flip(newest, 8L * 70);
        try (LocalMachine there = other()) {
            RestoreProgress progress = new RestoreProgress("rst_1", new Epoch(1), System::nanoTime);
            Restorer.Result result = there.restore(LocalMachine.order(platform.chain()), progress);
            assertThat(result).isEqualTo(new Restorer.Result.Done(1));
            assertThat(progress.report().damaged()).containsExactly("/second");
            assertThat(there.top.resolve("first")).hasContent("of the first commit");
        }
        box.save();
        assertThat(platform.commits).hasSize(3);
        box.forget();
        try (LocalMachine there = other()) {
            assertThat(there.restore(LocalMachine.order(platform.chain()))).isEqualTo(new Restorer.Result.Done(0));
            assertThat(TreeImage.of(there.top)).isEqualTo(TreeImage.of(box.top));
        }
        assertThat(box.save()).isNull();
        box.close();
    }

    @Test
    void anOlderOneIsOfferedAndCanBeOrdered() throws Exception {
        store.flip(newest, 8L * 30);
        RestoreProgress progress = new RestoreProgress("rst_1", new Epoch(1), System::nanoTime);
        try (LocalMachine there = other()) {
            assertThat(there.restore(LocalMachine.order(platform.chain()), progress))
                    .isInstanceOfSatisfying(
                            Restorer.Result.Failed.class,
                            failed -> assertThat(failed.why())
                                    .contains(newest, "the newest before it that can be read is 1/1"));
            assertThat(there.restore(LocalMachine.order(platform.chainTo(0)))).isEqualTo(new Restorer.Result.Done(0));
            assertThat(there.top.resolve("first")).hasContent("of the first commit");
        }
        assertThatThrownBy(() -> box.save()).isInstanceOf(DamageException.class).hasMessageContaining(newest);
        assertThat(platform.commits).hasSize(2);
    }

    @Test
    void everythingIsSavedAgainWhereItsListCannotBeRead() throws Exception {
        store.flip(newest, 8L * 30);
        Files.delete(box.top.resolve("first"));
        box.beginAnew();
        box.save();
        assertThat(platform.commits).hasSize(3);
        assertThat(platform.commits.getLast().tree()).isTrue();
        Files.writeString(box.top.resolve("third"), "after that");
        box.save();
        box.forget();
        try (LocalMachine there = other()) {
            assertThat(there.restore(LocalMachine.order(platform.chain()))).isEqualTo(new Restorer.Result.Done(0));
            assertThat(TreeImage.of(there.top)).isEqualTo(TreeImage.of(box.top));
        }
        box.close();
    }

    @Test
    void whatIsReadOnFromBeforeItIsForgottenThere() throws Exception {
        box.beginAnew();
        Files.delete(box.top.resolve("first"));
        box.save();
        box.forget();
        try (LocalMachine there = other()) {
            assertThat(there.restore(LocalMachine.order(platform.wholeChain()))).isEqualTo(new Restorer.Result.Done(0));
            assertThat(TreeImage.of(there.top)).isEqualTo(TreeImage.of(box.top));
        }
        box.close();
    }

    @Test
    void theLoopGoesOnByItself() throws Exception {
        store.flip(newest, 8L * 30);
        RunningBackup running = new RunningBackup(folder.resolve("one"), platform, store, 1);
        running.start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> platform.commits.size() > 2
                        && platform.commits.getLast().complete());
        running.end();
        try (LocalMachine there = other()) {
            assertThat(there.restore(LocalMachine.order(platform.chain()))).isEqualTo(new Restorer.Result.Done(0));
            assertThat(TreeImage.of(there.top)).isEqualTo(TreeImage.of(box.top));
        }
    }
}
