package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.agent.protocol.backup.Preparation;
import cloud.dumont.agent.protocol.backup.PreparationReport;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.agent.store.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A box brings its machine's files into place while another one serves, and has little left to do when it takes over. */
class PreparingTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int LARGE = 12 << 20;

    @TempDir
    Path folder;

    private final LocalPlatform platform = new LocalPlatform();
    private final MemoryStore store = new MemoryStore();
    private LocalMachine serving;
    private RunningBackup waiting;
    private int rounds;

    @BeforeEach
    void begin() throws Exception {
        serving = new LocalMachine(folder.resolve("serving"), platform, store, 1);
        byte[] large = new byte[LARGE];
        new Random(9).nextBytes(large);
        Files.write(serving.top.resolve("large"), large);
        Files.writeString(Files.createDirectories(serving.top.resolve("work")).resolve("kept"), "k");
        Files.writeString(serving.top.resolve("work/edited"), "first");
        Files.writeString(serving.top.resolve("work/deleted"), "d");
        Files.createSymbolicLink(serving.top.resolve("link"), Path.of("work/kept"));
        Files.createLink(serving.top.resolve("work/hard"), serving.top.resolve("large"));
        Files.createDirectory(serving.top.resolve("empty"));
        new ProcessBuilder("mkfifo", serving.top.resolve("pipe").toString())
                .start()
                .waitFor();
        serving.save();
        Path top = Files.createDirectories(folder.resolve("waiting/top"));
        Files.writeString(Files.createDirectories(top.resolve("image")).resolve("file"), "i");
        start();
    }

    private void start() throws Exception {
        waiting = new RunningBackup(folder.resolve("waiting"), platform.waiting(2), store).start();
    }

    @AfterEach
    void end() throws InterruptedException {
        waiting.end();
        serving.close();
    }

    private PreparationReport round(boolean proof) {
        String id = "prp_" + ++rounds;
        platform.preparation = new Preparation(
                LocalPlatform.WORKSPACE,
                Base64.getEncoder().encodeToString(platform.key),
                platform.policy,
                new RestoreOrder(id, platform.chain(), List.of(), "", false, false, null),
                proof);
        await().atMost(LONG).until(() -> last(id).equals(RestoreReport.DONE));
        synchronized (platform) {
            assertThat(platform.preparations.getLast().restore().damaged()).isEmpty();
            return platform.preparations.getLast();
        }
    }

    private String last(String id) {
        synchronized (platform) {
            return platform.preparations.stream()
                    .map(PreparationReport::restore)
                    .filter(it -> it.id().equals(id))
                    .reduce((a, b) -> b)
                    .map(RestoreReport::phase)
                    .orElse("");
        }
    }

    private void takeOver() throws Exception {
        serving.forget();
        platform.restore = new RestoreOrder("rst_9", platform.chain(), List.of(), "", false, true, null);
        platform.office(2);
        assertThat(waiting.gate.await(waiting.life)).isTrue();
    }

    private void changeOnTheServingBox() throws Exception {
        FileTime before = Files.getLastModifiedTime(serving.top.resolve("work/edited"));
        Files.writeString(serving.top.resolve("work/edited"), "later");
        // What only its contents and its change time tell.
        Files.setLastModifiedTime(serving.top.resolve("work/edited"), before);
        Files.delete(serving.top.resolve("work/deleted"));
        Files.writeString(serving.top.resolve("work/new"), "n");
        serving.save();
    }

    private boolean isSame() throws Exception {
        return TreeImage.of(waiting.top).equals(TreeImage.of(serving.top));
    }

    @Test
    void everyRoundLeavesExactlyTheVersionAndBringsOnlyWhatChanged() throws Exception {
        assertThat(round(false).fetched()).isGreaterThan(LARGE);
        assertThat(isSame()).isTrue();
        changeOnTheServingBox();
        assertThat(round(false).fetched()).isLessThan(100);
        assertThat(isSame()).isTrue();
        assertThat(waiting.top.resolve("work/edited")).hasContent("later");
        assertThat(platform.commits).allMatch(it -> it.epoch().value() == 1);
    }

    @Test
    void whatItTakesOverIsTheLastVersionAndIsSavedFromThereOn() throws Exception {
        round(false);
        changeOnTheServingBox();
        int reports = platform.reports.size();
        takeOver();
        assertThat(isSame()).isTrue();
        assertThat(platform.reports.subList(reports, platform.reports.size()))
                .last()
                .satisfies(it -> assertThat(it.phase()).isEqualTo(RestoreReport.DONE));
        Files.writeString(waiting.top.resolve("work/after"), "a");
        Files.delete(waiting.top.resolve("work/kept"));
        await().atMost(LONG)
                .until(() -> platform.commits.getLast().epoch().value() == 2
                        && waiting.reading().files() == 5
                        && waiting.reading().unprotectedMillis() == 0);
        LocalMachine other = new LocalMachine(folder.resolve("other"), platform, store, 2);
        other.restore(LocalMachine.order(platform.chain()));
        assertThat(TreeImage.of(other.top)).isEqualTo(TreeImage.of(waiting.top));
    }

    @Test
    void anAgentThatWasKilledBetweenTheRoundsFetchesNothingAgain() throws Exception {
        round(false);
        waiting.end();
        start();
        changeOnTheServingBox();
        assertThat(round(false).fetched()).isLessThan(100);
        assertThat(isSame()).isTrue();
    }

    @Test
    void withoutItsMemoryItReadsWhatIsThereAgain() throws Exception {
        round(false);
        waiting.end();
        Files.delete(waiting.state.resolve("prepared"));
        start();
        changeOnTheServingBox();
        assertThat(round(false).fetched()).isLessThan(100);
        assertThat(isSame()).isTrue();
    }

    @Test
    void whatSomethingOnTheBoxChangedBetweenTheRoundsIsPutRight() throws Exception {
        round(false);
        Files.writeString(waiting.top.resolve("work/kept"), "x");
        Files.writeString(waiting.top.resolve("large"), "gone");
        changeOnTheServingBox();
        round(false);
        assertThat(isSame()).isTrue();
    }

    @Test
    void aProofSaysWhatTheDiskHasNotWhatWasMeant() throws Exception {
        PreparationReport.Proof first = round(true).proof();
        assertThat(first).isNotNull();
        assertThat(first.differing()).isEmpty();
        assertThat(first.entries()).isEqualTo(6);
        assertThat(first.bytes()).isEqualTo(2L * LARGE + 7);
        PreparationReport.Proof again = round(true).proof();
        assertThat(again).isEqualTo(first);
        changeOnTheServingBox();
        PreparationReport.Proof later = round(true).proof();
        assertThat(later).isNotNull();
        assertThat(later.digest()).isNotEqualTo(first.digest());
    }
}
