package cloud.dumont.instances.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.protocol.backup.BackupOpen;
import cloud.dumont.agent.protocol.backup.BackupOpened;
import cloud.dumont.agent.protocol.backup.CommitAnswer;
import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import cloud.dumont.agent.protocol.backup.ListAnswer;
import cloud.dumont.agent.protocol.backup.ListRequest;
import cloud.dumont.agent.protocol.backup.PresignAnswer;
import cloud.dumont.agent.protocol.backup.PresignRequest;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.sandbox.r2.R2Simulator;
import cloud.dumont.web.caller.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;

@SteppedTest
class AgentBackupTest {
    private static final byte[] BYTES = "some bytes".getBytes(StandardCharsets.UTF_8);

    @Autowired
    private SagaBench saga;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private R2Simulator r2;

    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Caller ana = Users.someone();
    private BackupBench bench;

    @BeforeEach
    void bench() {
        bench = new BackupBench(saga, mvc);
    }

    @Test
    void openingWritesFormatKeyAndFenceBeforeItAnswers() {
        InstanceId machine = bench.running(ana);
        Box box = bench.box(machine);
        BackupOpened opened = box.open();
        assertThat(opened.workspace()).isEqualTo(machine.text());
        assertThat(opened.root()).isEqualTo("u/" + ana.user() + "/i/" + machine + "/");
        assertThat(opened.chain()).isEmpty();
        assertThat(opened.orders().policy().include()).contains("/root");
        assertThat(opened.orders().restore()).isNull();
        assertThat(names(opened.root()))
                .containsExactly("fence/%012d".formatted(box.epoch.value()), "format.json", "keys/platform");
        assertThat(box.open()).isEqualTo(opened);
    }

    private List<String> names(String root) {
        return r2.objects("dumont-backups", root).stream()
                .map(object -> object.key().substring(root.length()))
                .sorted()
                .toList();
    }

    @Test
    void commitsFollowEachOtherAndTheSameAgainIsTheSame() {
        Box box = bench.box(bench.running(ana));
        box.open();
        CommitRequest first = box.upload("one", true, null);
        CommitAnswer answer = box.say("commit", first).as(CommitAnswer.class);
        assertThat(box.say("commit", first).as(CommitAnswer.class)).isEqualTo(answer);
        box.took(first);
        box.save("two");
        List<CommitRef> chain = box.open().chain();
        assertThat(chain).extracting(CommitRef::seq).containsExactly(2L);
        CommitRequest other = new CommitRequest(
                box.epoch, 2, "ab".repeat(32), 10, chain.getLast(), 0, List.of(), true, true, 1, 1, 1, null);
        Box.Said refused = box.say("commit", other);
        assertThat(refused.code()).isEqualTo("commit_conflict");
        assertThat(refused.body()).contains("\"tip\"", chain.getLast().sha256());
    }

    @Test
    void theChainGoesBackToTheNearestTree() {
        Box box = bench.box(bench.running(ana));
        box.open();
        for (boolean tree : new boolean[] {true, false, true, false, false}) {
            CommitRequest commit = box.upload("c" + tree, tree, null);
            box.say("commit", commit).as(CommitAnswer.class);
            box.took(commit);
        }
        assertThat(box.open().chain()).extracting(CommitRef::seq).containsExactly(3L, 4L, 5L);
    }

    @Test
    void aCommitOfWhatWasNeverAnnouncedIsRefused() {
        Box box = bench.box(bench.running(ana));
        box.open();
        CommitRequest commit = box.upload("x", true, null);
        CommitRequest more = new CommitRequest(
                commit.epoch(),
                1,
                commit.sha256(),
                commit.size(),
                null,
                0,
                List.of(1L, 77L),
                true,
                true,
                1,
                1,
                1,
                null);
        assertThat(box.say("commit", more).code()).isEqualTo("object_unknown");
        assertThat(box.open().chain()).isEmpty();
    }

    @Test
    void aBoxThatDoesNotServeSavesNothing() {
        InstanceId machine = saga.request(ana, saga.sell(3));
        saga.agentsReport = false;
        try {
            saga.until(
                    machine,
                    instance -> instance.state() instanceof cloud.dumont.instances.instance.InstanceState.Booting);
        } finally {
            saga.agentsReport = true;
        }
        var booting = (cloud.dumont.instances.instance.InstanceState.Booting)
                saga.instance(machine).state();
        Box early = new Box(mvc, booting.placement(), saga.instance(machine).epoch());
        assertThat(early.say("backup/open", new BackupOpen(early.epoch)).code()).isEqualTo("not_serving");
        Box later = new Box(mvc, booting.placement(), new Epoch(99));
        assertThat(later.say("backup/open", new BackupOpen(later.epoch)).code()).isEqualTo("not_serving");
        Box old = new Box(mvc, booting.placement(), new Epoch(0));
        assertThat(old.say("backup/open", new BackupOpen(old.epoch)).code()).isEqualTo("stale_epoch");
    }

    @Test
    void namesOfOthersAreRefused() {
        Box box = bench.box(bench.running(ana));
        box.open();
        box.put(Map.of(box.name("p", 1), BYTES));
        String foreign = "e/%012d/p/%012d".formatted(box.epoch.value() + 1, 1);
        for (String bad : List.of(foreign, "head", "fence/000000000001", "../x", box.name("x", 1), box.name("p", 0))) {
            PresignRequest put = new PresignRequest(
                    box.epoch, List.of(new PresignRequest.Put(bad, 10, Box.crc(BYTES))), List.of(), null);
            assertThat(box.say("presign", put).code()).as(bad).isEqualTo("invalid_name");
            PresignRequest get = new PresignRequest(box.epoch, List.of(), List.of(bad), null);
            assertThat(box.say("presign", get).code()).as(bad).isEqualTo("invalid_name");
        }
        Box other = bench.box(bench.running(Users.someone()));
        other.open();
        other.put(Map.of(other.name("p", 1), BYTES));
        PresignRequest foreignRead = new PresignRequest(
                box.epoch, List.of(), List.of(other.name("p", 1)), other.open().workspace());
        assertThat(box.say("presign", foreignRead).code()).isEqualTo("invalid_name");
    }

    @Test
    void whatWasUploadedCanBeListedAndRead() {
        Box box = bench.box(bench.running(ana));
        box.open();
        box.put(Map.of(box.name("p", 1), BYTES, box.name("p", 2), BYTES));
        String packs = box.name("p", 1).substring(0, box.name("p", 1).length() - 12);
        ListAnswer listed = box.say("backup/list", new ListRequest(box.epoch, packs, box.name("p", 1)))
                .as(ListAnswer.class);
        assertThat(listed.objects()).containsExactly(new ListAnswer.Stored(box.name("p", 2), BYTES.length));
        assertThat(listed.next()).isNull();
        PresignAnswer signed = box.say(
                        "presign", new PresignRequest(box.epoch, List.of(), List.of(box.name("p", 2)), null))
                .as(PresignAnswer.class);
        assertThat(box.get(signed.get().getFirst()).body()).isEqualTo(BYTES);
        assertThat(box.say("backup/list", new ListRequest(box.epoch, "", null)).code())
                .isEqualTo("invalid_name");
    }

    @Test
    void theLimitIsSaidBeforeAnythingIsUploaded() {
        InstanceId machine = bench.running(ana);
        Box box = bench.box(machine);
        box.open();
        saga.jdbc
                .sql("UPDATE backup_workspaces SET limit_bytes = 30 WHERE instance_id = :id")
                .param("id", machine.value())
                .update();
        box.put(Map.of(box.name("p", 1), BYTES));
        Box.Said refused = box.say("presign", box.puts(Map.of(box.name("p", 2), new byte[21])));
        assertThat(refused.code()).isEqualTo("backup_limit_reached");
        box.put(Map.of(box.name("p", 2), new byte[20]));
    }

    @Test
    void aCommitThatComesWhileAFenceIsNotYetCommittedWaitsAndGetsNothing() throws Exception {
        InstanceId machine = bench.running(ana);
        Box box = bench.box(machine);
        box.open();
        box.save("before");
        CommitRequest late = box.upload("late", true, null);
        CountDownLatch fenced = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Void> fence =
                CompletableFuture.runAsync(() -> saga.transactions.executeWithoutResult(status -> {
                    saga.jdbc
                            .sql(
                                    "UPDATE instances SET epoch = epoch + 1, serving_placement = NULL, version = version + 1 WHERE id = :id")
                            .param("id", machine.value())
                            .update();
                    fenced.countDown();
                    await(go);
                }));
        await(fenced);
        CompletableFuture<Box.Said> said = CompletableFuture.supplyAsync(() -> box.say("commit", late), threads);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> waiting() > 0);
        assertThat(said).isNotDone();
        go.countDown();
        fence.get(10, TimeUnit.SECONDS);
        assertThat(said.get(10, TimeUnit.SECONDS).code()).isEqualTo("stale_epoch");
        assertThat(seqs(machine)).containsExactly(1L);
    }

    private int waiting() {
        return saga.jdbc
                .sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%served%'")
                .query(Integer.class)
                .single();
    }

    private List<Long> seqs(InstanceId machine) {
        return saga.jdbc
                .sql("SELECT seq FROM backups WHERE instance_id = :id ORDER BY seq")
                .param("id", machine.value())
                .query(Long.class)
                .list();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void ofManyCommitsOfOneNumberOneWins() {
        InstanceId machine = bench.running(ana);
        Box box = bench.box(machine);
        box.open();
        CommitRequest real = box.upload("real", true, null);
        List<CommitRequest> all = Stream.concat(
                        Stream.of(real),
                        IntStream.range(0, 7)
                                .mapToObj(n -> new CommitRequest(
                                        box.epoch,
                                        1,
                                        ("0" + n).repeat(32),
                                        10,
                                        null,
                                        0,
                                        List.of(1L),
                                        true,
                                        true,
                                        1,
                                        1,
                                        1,
                                        null)))
                .toList();
        List<Box.Said> said =
                all.parallelStream().map(each -> box.say("commit", each)).toList();
        assertThat(said.stream().filter(each -> each.status() == 200)).hasSize(1);
        assertThat(said.stream().filter(each -> each.status() != 200).map(Box.Said::code))
                .containsOnly("commit_conflict");
        assertThat(seqs(machine)).containsExactly(1L);
    }

    @Test
    void aStoreThatIsAwayIsSaidSoAndOpeningGoesOnLater() {
        Box box = bench.box(bench.running(ana));
        r2.faults().inject("error_503", 100, Map.of("bucket", "dumont-backups", "method", "PUT"), 0);
        try {
            Box.Said away = box.say("backup/open", new BackupOpen(box.epoch));
            assertThat(away.status()).isEqualTo(503);
            assertThat(away.code()).isEqualTo("maintenance");
        } finally {
            r2.faults().clear();
        }
        assertThat(box.open().chain()).isEmpty();
    }
}
