package cloud.dumont.instances.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.patch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import cloud.dumont.agent.protocol.backup.BackupOpened;
import cloud.dumont.agent.protocol.backup.BackupOrders;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import cloud.dumont.agent.protocol.backup.OrderFailed;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.events.Actor;
import cloud.dumont.events.DomainEvent;
import cloud.dumont.events.Envelope;
import cloud.dumont.events.HealthEvent;
import cloud.dumont.events.WalletEvent;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.outbox.FactHandler;
import cloud.dumont.web.caller.Caller;
import com.jayway.jsonpath.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** Stop, destroy and an empty wallet save first; a start brings everything back. */
@SteppedTest
class FinalBackupTest {
    @Autowired
    private SagaBench saga;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private FactHandler facts;

    private final Caller ana = Users.someone();
    private BackupBench bench;
    private InstanceId machine;
    private Box box;

    @BeforeEach
    void aMachineThatSaves() {
        bench = new BackupBench(saga, mvc);
        machine = bench.running(ana);
        box = bench.box(machine);
        box.open();
        box.save("first");
    }

    private String ask(MockHttpServletRequestBuilder request, int status) throws Exception {
        var response = mvc.perform(request.header("Authorization", Users.bearer(ana)))
                .andReturn()
                .getResponse();
        String body = response.getContentAsString(StandardCharsets.UTF_8);
        assertThat(response.getStatus()).as(body).isEqualTo(status);
        return body;
    }

    private String stop(String body, int status) throws Exception {
        return ask(
                post("/api/v1/instances/" + machine + "/stop")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body),
                status);
    }

    private String action(String machineJson) throws Exception {
        String action = JsonPath.read(machineJson, "$.current_action");
        return ask(get("/api/v1/actions/" + action), 200);
    }

    private BackupOrders.Snapshot finalOrder() {
        return box.orders().snapshots().stream()
                .filter(order -> order.kind().equals("final"))
                .findFirst()
                .orElseThrow();
    }

    private Instant paidUntil() {
        return saga.placements.of(machine).getFirst().servingUntil().orElseThrow();
    }

    @Test
    void stopSavesFirstAndTheUserPaysToTheRequest() throws Exception {
        String accepted = stop("{}", 202);
        assertThat(JsonPath.<String>read(accepted, "$.status")).isEqualTo("running");
        assertThat(JsonPath.<String>read(accepted, "$.reason.code")).isEqualTo("final_backup");
        assertThat(JsonPath.<List<String>>read(accepted, "$.allowed_commands")).containsExactly("destroy");
        assertThat(JsonPath.<String>read(action(accepted), "$.step")).isEqualTo("final_backup");
        Instant requested = saga.jdbc
                .sql("SELECT clock_timestamp()")
                .query(java.time.OffsetDateTime.class)
                .single()
                .toInstant();
        saga.step(machine);
        assertThat(saga.status(machine)).isEqualTo(Status.RUNNING);
        box.save("last", finalOrder().id());
        saga.until(machine, Status.STOPPED);
        assertThat(paidUntil()).isBeforeOrEqualTo(requested);
        assertThat(JsonPath.<String>read(action(accepted), "$.status")).isEqualTo("succeeded");
        assertThat(kinds()).containsExactly("continuous", "final");
        assertThat(saga.facts(machine)).contains("backup.committed", "backup.orders_changed");
    }

    private List<String> kinds() {
        return saga.jdbc
                .sql("SELECT kind FROM backups WHERE instance_id = :id ORDER BY seq")
                .param("id", machine.value())
                .query(String.class)
                .list();
    }

    @Test
    void aFinalBackupThatFailsLeavesTheMachineRunningAndSaysWhatIsNotSaved() throws Exception {
        String accepted = stop("{}", 202);
        String order = finalOrder().id();
        OrderFailed failed =
                new OrderFailed(box.epoch, order, OrderFailed.STORE, "The store does not answer.", 5_000_000);
        assertThat(box.say("backup/order-failed", failed).status()).isEqualTo(204);
        saga.step(machine);
        assertThat(saga.instance(machine).state().reason().code()).isEqualTo("final_backup_failed");
        String ended = action(accepted);
        assertThat(JsonPath.<String>read(ended, "$.status")).isEqualTo("failed");
        assertThat(JsonPath.<String>read(ended, "$.error.code")).isEqualTo("final_backup_failed");
        assertThat(JsonPath.<String>read(ended, "$.error.detail")).contains("5.0 MB are not saved");
        assertThat(box.orders().snapshots()).isEmpty();
        String shown = ask(get("/api/v1/instances/" + machine), 200);
        assertThat(JsonPath.<List<String>>read(shown, "$.allowed_commands")).contains("stop", "reboot");
        box.save("life goes on");
    }

    @Test
    void aCommitForAnOrderThatIsOverDoesNotCountAsFinal() throws Exception {
        stop("{\"deadline_s\":60}", 202);
        String order = finalOrder().id();
        CommitRequest late = box.upload("late", true, order);
        saga.clock.advance(Duration.ofSeconds(61));
        saga.step(machine);
        assertThat(saga.instance(machine).state().reason().code()).isEqualTo("final_backup_failed");
        assertThat(box.say("commit", late).code()).isEqualTo("order_closed");
        CommitRequest same = new CommitRequest(
                late.epoch(),
                late.seq(),
                late.sha256(),
                late.size(),
                late.parent(),
                0,
                late.packs(),
                true,
                true,
                1,
                1,
                1,
                null);
        assertThat(box.say("commit", same).status()).isEqualTo(200);
        assertThat(kinds()).containsExactly("continuous", "continuous");
    }

    @Test
    void whoAcceptsTheLossGetsRidOfTheBoxInAnyCase() throws Exception {
        assertThat(JsonPath.<String>read(stop("{\"final_backup\":false}", 409), "$.code"))
                .isEqualTo("data_loss_not_accepted");
        stop("{\"accept_data_loss\":true,\"deadline_s\":60}", 202);
        assertThat(saga.status(machine)).isEqualTo(Status.RUNNING);
        saga.clock.advance(Duration.ofSeconds(61));
        saga.until(machine, Status.STOPPED);
        assertThat(kinds()).containsExactly("continuous");
    }

    @Test
    void aBoxThatHasOnlyJustBegunToRunSavesToo() throws Exception {
        machine = bench.running(ana);
        stop("{}", 202);
        box = bench.box(machine);
        assertThat(box.open().orders().snapshots())
                .singleElement()
                .satisfies(order -> assertThat(order.kind()).isEqualTo("final"));
        box.save("all of it", finalOrder().id());
        saga.until(machine, Status.STOPPED);
        assertThat(kinds()).containsExactly("final");
    }

    @Test
    void aBoxThatNeverBeginsToSaveIsDestroyedAfterAMinute() throws Exception {
        machine = bench.running(ana);
        ask(delete("/api/v1/instances/" + machine), 202);
        saga.step(machine);
        assertThat(saga.status(machine)).isEqualTo(Status.RUNNING);
        saga.clock.advance(Duration.ofSeconds(61));
        saga.until(machine, Status.DESTROYED);
    }

    @Test
    void whileItsFilesComeBackABoxIsDestroyedAtOnceAndStoppedForWhoAcceptsTheLoss() throws Exception {
        stop("{}", 202);
        box.save("last", finalOrder().id());
        saga.until(machine, Status.STOPPED);
        saga.start(machine);
        saga.until(machine, Status.RUNNING);
        assertThat(JsonPath.<String>read(stop("{}", 409), "$.detail")).contains("still being brought back");
        box = bench.box(machine);
        assertThat(box.open().orders().restore()).isNotNull();
        assertThat(JsonPath.<String>read(stop("{}", 409), "$.code")).isEqualTo("data_loss_not_accepted");
        ask(delete("/api/v1/instances/" + machine), 202);
        saga.until(machine, Status.DESTROYED);
        assertThat(kinds()).containsExactly("continuous", "final");
    }

    @Test
    void withBackupsOffOnlyWhoAcceptsTheLossStops() throws Exception {
        ask(
                patch("/api/v1/instances/" + machine)
                        .contentType("application/merge-patch+json")
                        .content("{\"backup\":{\"enabled\":false}}"),
                200);
        assertThat(JsonPath.<String>read(stop("{}", 409), "$.detail")).contains("makes no backups");
        stop("{\"accept_data_loss\":true}", 202);
        assertThat(saga.status(machine)).isEqualTo(Status.STOPPING);
    }

    @Test
    void withoutAFinalBackupTheBoxGoesAtOnce() throws Exception {
        stop("{\"final_backup\":false,\"accept_data_loss\":true}", 202);
        assertThat(saga.status(machine)).isEqualTo(Status.STOPPING);
    }

    @Test
    void aStartBringsTheLastFilesBackOntoAnotherBox() throws Exception {
        assertThat(restore()).as("a first box has nothing to bring back").isNull();
        stop("{}", 202);
        box.save("last", finalOrder().id());
        saga.until(machine, Status.STOPPED);
        assertThat(restore()).isNull();
        saga.start(machine);
        saga.until(machine, Status.RUNNING);
        assertThat(restore())
                .as("not even asked for")
                .containsEntry("phase", "planning")
                .containsEntry("id", null);
        Box next = bench.box(machine);
        BackupOpened opened = next.open();
        assertThat(next.epoch.value()).isGreaterThan(box.epoch.value());
        assertThat(opened.orders().restore()).isNotNull();
        assertThat(opened.orders().restore().start()).isTrue();
        assertThat(opened.orders().restore().chain().getLast().seq()).isEqualTo(2);
        String id = opened.orders().restore().id();
        next.say("backup/restore", report(next, id, RestoreReport.HOT, 10));
        String shown = ask(get("/api/v1/instances/" + machine), 200);
        assertThat(JsonPath.<String>read(shown, "$.restore.phase")).isEqualTo("hot");
        assertThat(JsonPath.<Integer>read(shown, "$.restore.eta_s")).isEqualTo(9);
        assertThat(box.say("presign", box.puts(Map.of(box.name("p", 9), new byte[1])))
                        .code())
                .isEqualTo("stale_epoch");
        assertThat(next.say("backup/restore", report(next, id, RestoreReport.DONE, 100))
                        .status())
                .isEqualTo(204);
        assertThat(next.say("backup/restore", report(next, id, RestoreReport.HOT, 10))
                        .status())
                .isEqualTo(204);
        assertThat(next.open().orders().restore()).isNull();
        assertThat(restore()).isNull();
        assertThat(saga.facts(machine)).contains("restore.started", "restore.completed");
        next.save("third");
        assertThat(kinds()).containsExactly("continuous", "final", "continuous");
    }

    private Map<String, Object> restore() throws Exception {
        return JsonPath.read(ask(get("/api/v1/instances/" + machine), 200), "$.restore");
    }

    private static RestoreReport report(Box box, String id, String phase, long done) {
        return new RestoreReport(id, box.epoch, phase, done, 100, done, 100, 10, 0, List.of(), null);
    }

    @Test
    void aMachineWhoseBoxWasLostStartsFromTheLastCommit() {
        saga.placements.of(machine).getFirst().vendorRef().ifPresent(saga.vendor::remove);
        saga.reconcile(4);
        saga.until(machine, Status.STOPPED);
        saga.start(machine);
        saga.until(machine, Status.RUNNING);
        BackupOpened opened = bench.box(machine).open();
        assertThat(opened.orders().restore()).isNotNull();
        assertThat(opened.orders().restore().chain().getLast().seq()).isEqualTo(1);
    }

    @Test
    void destroySavesFirstAndKeepsTheFilesForAWeek() throws Exception {
        ask(delete("/api/v1/instances/" + machine), 202);
        assertThat(saga.status(machine)).isEqualTo(Status.RUNNING);
        ask(delete("/api/v1/instances/" + machine), 202);
        box.save("last", finalOrder().id());
        saga.until(machine, Status.DESTROYED);
        Duration kept = Duration.between(saga.clock.instant(), deleteAt());
        assertThat(kept).isBetween(Duration.ofDays(6), Duration.ofDays(7));
    }

    private Instant deleteAt() {
        return saga.jdbc
                .sql("SELECT delete_at FROM backup_workspaces WHERE instance_id = :id")
                .param("id", machine.value())
                .query(java.time.OffsetDateTime.class)
                .single()
                .toInstant();
    }

    @Test
    void destroyWithoutAFinalBackupWinsOverOneThatIsBeingMade() throws Exception {
        stop("{}", 202);
        ask(delete("/api/v1/instances/" + machine + "?final_backup=false&keep_backups_days=0"), 202);
        assertThat(saga.status(machine)).isEqualTo(Status.DESTROYING);
        saga.until(machine, Status.DESTROYED);
        assertThat(deleteAt()).isBeforeOrEqualTo(saga.clock.instant());
        ask(delete("/api/v1/instances/" + machine + "?keep_backups_days=91"), 400);
    }

    @Test
    void anEmptyWalletLeavesAShortTimeToSaveAndThenTheBoxGoes() {
        exhausted();
        assertThat(saga.status(machine)).isEqualTo(Status.RUNNING);
        assertThat(finalOrder().deadlineSeconds()).isLessThanOrEqualTo(120);
        saga.clock.advance(Duration.ofSeconds(121));
        saga.until(machine, Status.STOPPED);
        assertThat(saga.instance(machine).state().reason().code()).isEqualTo("balance_exhausted");
    }

    @Test
    void aBoxThatIsNotHeardOfIsDestroyedWithWhatWasSavedBefore() throws Exception {
        suspected();
        ask(delete("/api/v1/instances/" + machine), 202);
        saga.clock.advance(Duration.ofSeconds(59));
        saga.step(machine);
        assertThat(saga.status(machine)).isEqualTo(Status.SUSPECT);
        saga.clock.advance(Duration.ofSeconds(1));
        saga.until(machine, Status.DESTROYED);
        assertThat(kinds()).containsExactly("continuous");
        Duration kept = Duration.between(saga.clock.instant(), deleteAt());
        assertThat(kept).isBetween(Duration.ofDays(6), Duration.ofDays(7));
    }

    @Test
    void aBoxThatIsHeardOfAgainMakesItsFinalBackup() throws Exception {
        suspected();
        ask(delete("/api/v1/instances/" + machine), 202);
        saga.clock.advance(Duration.ofSeconds(30));
        tell("health.cleared", placement(), new HealthEvent.Cleared(machine, saga.clock.instant()));
        saga.clock.advance(Duration.ofSeconds(60));
        saga.step(machine);
        assertThat(saga.status(machine)).isEqualTo(Status.RUNNING);
        box.save("last", finalOrder().id());
        saga.until(machine, Status.DESTROYED);
        assertThat(kinds()).containsExactly("continuous", "final");
    }

    @Test
    void whoStopsABoxThatIsNotHeardOfWantsItsFiles() throws Exception {
        suspected();
        stop("{\"deadline_s\":300}", 202);
        saga.clock.advance(Duration.ofSeconds(299));
        saga.step(machine);
        assertThat(saga.status(machine)).isEqualTo(Status.SUSPECT);
        saga.clock.advance(Duration.ofSeconds(1));
        saga.step(machine);
        assertThat(saga.instance(machine).state().reason().code()).isEqualTo("final_backup_failed");
    }

    private String placement() {
        return saga.placements.of(machine).getFirst().id().text();
    }

    private void suspected() {
        Instant now = saga.clock.instant();
        tell("health.suspected", placement(), new HealthEvent.Suspected(machine, now, now.minusSeconds(40), List.of()));
        assertThat(saga.status(machine)).isEqualTo(Status.SUSPECT);
    }

    private void exhausted() {
        tell("wallet.exhausted", ana.user().text(), new WalletEvent.Exhausted(List.of(machine)));
    }

    private void tell(String type, String subject, DomainEvent data) {
        Envelope fact = new Envelope(
                new EventId(UUID.randomUUID()),
                type,
                1,
                saga.clock.instant(),
                subject,
                ana.user().text(),
                1,
                null,
                ana.user(),
                Actor.system("test"),
                null,
                data);
        saga.transactions.executeWithoutResult(status -> facts.apply(fact));
    }
}
