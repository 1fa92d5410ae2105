package cloud.dumont.instances.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.patch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import cloud.dumont.agent.protocol.backup.BackupOrders;
import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import cloud.dumont.agent.protocol.backup.PresignAnswer;
import cloud.dumont.agent.protocol.backup.PresignRequest;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.caller.Caller;
import com.jayway.jsonpath.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** What users see and ask of the files that their running machines save. */
@SteppedTest
class BackupApiTest {
    @Autowired
    private SagaBench saga;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private BackupReadings readings;

    private final Caller ana = Users.someone();
    private final Caller eve = Users.someone();
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

    private String ask(MockHttpServletRequestBuilder request, Caller caller, int status) throws Exception {
        var response = mvc.perform(
                        request.header("Authorization", Users.bearer(caller)).contentType(MediaType.APPLICATION_JSON))
                .andReturn()
                .getResponse();
        String body = response.getContentAsString(StandardCharsets.UTF_8);
        assertThat(response.getStatus()).as(body).isEqualTo(status);
        return body;
    }

    private String shown() throws Exception {
        return ask(get("/api/v1/instances/" + machine), ana, 200);
    }

    private static String code(String problem) {
        return JsonPath.read(problem, "$.code");
    }

    private String newestBackup() {
        return new cloud.dumont.kernel.BackupId(saga.jdbc
                        .sql("SELECT id FROM backups WHERE instance_id = :id ORDER BY seq DESC LIMIT 1")
                        .param("id", machine.value())
                        .query(java.util.UUID.class)
                        .single())
                .text();
    }

    @Test
    void theMachineShowsHowSafeItsFilesAre() throws Exception {
        assertThat(JsonPath.<String>read(shown(), "$.backup.state")).isEqualTo("starting");
        assertThat(JsonPath.<Integer>read(shown(), "$.backup.seq")).isEqualTo(1);
        assertThat(JsonPath.<Object>read(shown(), "$.backup.unprotected_age_s"))
                .as("nobody has said yet")
                .isNull();
        readings.keep(
                box.placement,
                box.epoch.value(),
                saga.clock.instant(),
                new BackupReading("working", 1, 12_000L, 3_000, 77, 5, 3, 4096, false, "slow"));
        saga.clock.advance(Duration.ofSeconds(5));
        String now = shown();
        assertThat(JsonPath.<String>read(now, "$.backup.state")).isEqualTo("working");
        assertThat(JsonPath.<Integer>read(now, "$.backup.unprotected_age_s")).isEqualTo(8);
        assertThat(JsonPath.<Integer>read(now, "$.backup.backlog_bytes")).isEqualTo(77);
        assertThat(JsonPath.<Integer>read(now, "$.backup.stored_bytes")).isPositive();
        assertThat(JsonPath.<Boolean>read(now, "$.backup.watched")).isFalse();
        assertThat(JsonPath.<String>read(now, "$.backup.problem")).isEqualTo("slow");
        assertThat(JsonPath.<Integer>read(now, "$.backup.policy.retention.daily_days"))
                .isEqualTo(30);
        assertThat(JsonPath.<Object>read(now, "$.restore")).isNull();
    }

    @Test
    void whatIsShownHasANewTagWhenOnlyItsBackupsChanged() throws Exception {
        String before = tag();
        assertThat(tag()).isEqualTo(before);
        box.save("second");
        assertThat(tag()).isNotEqualTo(before);
        saga.clock.advance(Duration.ofSeconds(1));
        String policy = "{\"backup\":{\"interval_s\":90}}";
        ask(patch("/api/v1/instances/" + machine).content(policy).header("If-Match", before), ana, 200);
        assertThat(code(ask(
                        patch("/api/v1/instances/" + machine).content(policy).header("If-Match", before), ana, 412)))
                .isEqualTo("precondition_failed");
    }

    private String tag() throws Exception {
        return mvc.perform(get("/api/v1/instances/" + machine).header("Authorization", Users.bearer(ana)))
                .andReturn()
                .getResponse()
                .getHeader("ETag");
    }

    @Test
    void thePolicyChangesMemberByMemberAndTheBoxHearsOfIt() throws Exception {
        long version = box.orders().policy().version();
        ask(
                patch("/api/v1/instances/" + machine)
                        .content("{\"backup\":{\"interval_s\":60,\"exclude\":[\"*.tmp\"],\"include\":[\"/root/\"]}}"),
                ana,
                200);
        var policy = box.orders().policy();
        assertThat(policy.version()).isGreaterThan(version);
        assertThat(policy.intervalSeconds()).isEqualTo(60);
        assertThat(policy.exclude()).containsExactly("*.tmp");
        assertThat(policy.include()).containsExactly("/root");
        assertThat(policy.enabled()).isTrue();
        assertThat(saga.facts(machine)).contains("backup.orders_changed");
        for (String bad : List.of(
                "{\"interval_s\":1}",
                "{\"include\":[]}",
                "{\"include\":[\"root\"]}",
                "{\"include\":[\"/a/../b\"]}",
                "{\"exclude\":[\"\"]}",
                "{\"retention\":{\"all_hours\":1,\"five_minutes_hours\":1,\"hourly_days\":1,\"daily_days\":9999}}")) {
            assertThat(code(ask(patch("/api/v1/instances/" + machine).content("{\"backup\":" + bad + "}"), ana, 400)))
                    .as(bad)
                    .isEqualTo("validation_failed");
        }
        ask(patch("/api/v1/instances/" + machine).content("{\"backup\":{\"enabled\":false}}"), eve, 404);
    }

    @Test
    void aSnapshotEndsWithItsBackup() throws Exception {
        MockHttpServletRequestBuilder wish = post("/api/v1/instances/" + machine + "/backups")
                .header("Idempotency-Key", "snapshot-" + machine)
                .content("{\"description\":\"before the upgrade\"}");
        String action = ask(wish, ana, 202);
        assertThat(JsonPath.<String>read(action, "$.type")).isEqualTo("instance.snapshot");
        String again = ask(
                post("/api/v1/instances/" + machine + "/backups")
                        .header("Idempotency-Key", "snapshot-" + machine)
                        .content("{\"description\":\"before the upgrade\"}"),
                ana,
                202);
        assertThat(JsonPath.<String>read(again, "$.id")).isEqualTo(JsonPath.read(action, "$.id"));
        List<BackupOrders.Snapshot> orders = box.orders().snapshots();
        assertThat(orders).hasSize(1);
        assertThat(orders.getFirst().kind()).isEqualTo("manual");
        box.save("snapshot", orders.getFirst().id());
        String ended = ask(get("/api/v1/actions/" + JsonPath.read(action, "$.id")), ana, 200);
        assertThat(JsonPath.<String>read(ended, "$.status")).isEqualTo("succeeded");
        assertThat(JsonPath.<String>read(ended, "$.result.backup")).isEqualTo(newestBackup());
        assertThat(saga.status(machine)).isEqualTo(Status.RUNNING);
        ask(post("/api/v1/instances/" + machine + "/backups"), eve, 404);
    }

    @Test
    void aSnapshotOfABoxThatHasNotBegunToSaveWaitsForThat() throws Exception {
        InstanceId fresh = bench.running(ana);
        ask(post("/api/v1/instances/" + fresh + "/backups").content("{}"), ana, 202);
        Box young = bench.box(fresh);
        young.open();
        assertThat(young.orders().snapshots()).hasSize(1);
    }

    @Test
    void filesComeBackWhileTheMachineRuns() throws Exception {
        String wish = "{\"backup_id\":\"" + newestBackup() + "\",\"paths\":[\"/root/a\"],\"target\":\"directory\","
                + "\"directory\":\"/root/restored\",\"newest\":true}";
        String action = ask(post("/api/v1/instances/" + machine + "/restore").content(wish), ana, 202);
        RestoreOrder order = box.orders().restore();
        assertThat(order).isNotNull();
        assertThat(order.start()).isFalse();
        assertThat(order.paths()).containsExactly("/root/a");
        assertThat(order.into()).isEqualTo("/root/restored");
        assertThat(order.newest()).isTrue();
        assertThat(code(ask(post("/api/v1/instances/" + machine + "/restore").content(wish), ana, 409)))
                .isEqualTo("invalid_state");
        assertThat(JsonPath.<String>read(shown(), "$.restore.into")).isEqualTo("/root/restored");
        RestoreReport report =
                new RestoreReport(order.id(), box.epoch, "failed", 0, 0, 0, 0, 0, 0, List.of(), "The disk is full.");
        box.say("backup/restore", report);
        String ended = ask(get("/api/v1/actions/" + JsonPath.read(action, "$.id")), ana, 200);
        assertThat(JsonPath.<String>read(ended, "$.error.code")).isEqualTo("restore_failed");
        assertThat(box.orders().restore()).isNull();
    }

    @Test
    void whatCannotBeRestoredIsRefused() throws Exception {
        String path = "/api/v1/instances/" + machine + "/restore";
        String mine = "{\"backup_id\":\"" + newestBackup() + "\"}";
        ask(post(path).content(mine), eve, 404);
        for (String bad : List.of(
                "{}",
                "{\"backup_id\":\"x\"}",
                "{\"backup_id\":\"" + newestBackup() + "\",\"paths\":[\"a\"]}",
                "{\"backup_id\":\"" + newestBackup() + "\",\"target\":\"directory\"}")) {
            ask(post(path).content(bad), ana, 400);
        }
        ask(post(path).content("{\"at\":\"2020-01-01T00:00:00Z\"}"), ana, 404);
        saga.jdbc
                .sql("UPDATE backups SET bytes_total = 41000000000 WHERE instance_id = :id")
                .param("id", machine.value())
                .update();
        assertThat(code(ask(post(path).content(mine), ana, 422))).isEqualTo("restore_does_not_fit");
        saga.stop(machine);
        assertThat(code(ask(post(path).content(mine), ana, 409))).isEqualTo("invalid_state");
    }

    @Test
    void aNewMachineBeginsWithTheFilesOfAnother() throws Exception {
        GpuModel gpu = saga.sell(2);
        String from = newestBackup();
        String body = "{\"gpu\":\"" + gpu.id() + "\",\"restore_from\":\"" + from + "\",\"backup\":{\"interval_s\":45}}";
        ask(post("/api/v1/instances").content(body), eve, 400);
        InstanceId copy =
                InstanceId.parse(JsonPath.read(ask(post("/api/v1/instances").content(body), ana, 202), "$.id"));
        box.save("newer");
        assertThat(code(ask(delete("/api/v1/backups/" + from), ana, 409))).isEqualTo("invalid_state");
        saga.until(copy, Status.RUNNING);
        Box other = bench.box(copy);
        var opened = other.open();
        assertThat(opened.orders().policy().intervalSeconds()).isEqualTo(45);
        RestoreOrder order = opened.orders().restore();
        assertThat(order).isNotNull();
        assertThat(order.source()).isNotNull();
        assertThat(order.source().workspace()).isEqualTo(machine.text());
        assertThat(order.source().key()).isNotEqualTo(opened.key());
        PresignRequest read = new PresignRequest(
                other.epoch,
                List.of(),
                List.of(box.name("p", 1)),
                order.source().workspace());
        PresignAnswer signed = other.say("presign", read).as(PresignAnswer.class);
        assertThat(other.get(signed.get().getFirst()).statusCode()).isEqualTo(200);
        other.say(
                "backup/restore",
                new RestoreReport(order.id(), other.epoch, "done", 1, 1, 1, 1, 1, 0, List.of(), null));
        assertThat(other.say("presign", read).code()).isEqualTo("invalid_name");
        assertThat(other.open().orders().restore()).isNull();
        assertThat(code(ask(delete("/api/v1/backups/" + from), ana, 409)))
                .as("until all of it is saved by the new machine")
                .isEqualTo("invalid_state");
        other.save("its own");
        ask(delete("/api/v1/backups/" + from), ana, 204);
        ask(post("/api/v1/instances").content(body), ana, 400);
    }

    @Test
    void aNewMachineThatLosesItsBoxBeforeItSavedAllBeginsWithTheFilesOfTheOtherAgain() throws Exception {
        GpuModel gpu = saga.sell(3);
        String body = "{\"gpu\":\"" + gpu.id() + "\",\"restore_from\":\"" + newestBackup() + "\"}";
        InstanceId copy =
                InstanceId.parse(JsonPath.read(ask(post("/api/v1/instances").content(body), ana, 202), "$.id"));
        saga.until(copy, Status.RUNNING);
        Box first = bench.box(copy);
        RestoreOrder order = first.open().orders().restore();
        first.say(
                "backup/restore",
                new RestoreReport(order.id(), first.epoch, "done", 1, 1, 1, 1, 1, 0, List.of(), null));
        CommitRequest some = first.upload("some of it", true, null);
        CommitRequest partly = new CommitRequest(
                some.epoch(),
                some.seq(),
                some.sha256(),
                some.size(),
                some.parent(),
                some.frozenAgoMillis(),
                some.packs(),
                true,
                false,
                1,
                1,
                1,
                null);
        assertThat(first.say("commit", partly).status()).isEqualTo(200);
        saga.placements.of(copy).getFirst().vendorRef().ifPresent(saga.vendor::remove);
        saga.reconcile(4);
        saga.until(copy, Status.STOPPED);
        saga.start(copy);
        saga.until(copy, Status.RUNNING);
        RestoreOrder again = bench.box(copy).open().orders().restore();
        assertThat(again.source()).isNotNull();
        assertThat(again.chain()).isEqualTo(order.chain());
    }

    @Test
    void whatDoesNotFitOntoTheNewMachinesDiskIsRefused() throws Exception {
        GpuModel gpu = saga.sell(1);
        String body = "{\"gpu\":\"" + gpu.id() + "\",\"disk_gb\":40,\"restore_from\":\"" + newestBackup() + "\"}";
        saga.jdbc
                .sql("UPDATE backups SET bytes_total = 41000000000 WHERE instance_id = :id")
                .param("id", machine.value())
                .update();
        assertThat(code(ask(post("/api/v1/instances").content(body), ana, 422))).isEqualTo("restore_does_not_fit");
    }

    @Test
    void aReadingComesWithTheConfirmationOfLife() throws Exception {
        String body = "{\"confirmations\":[{\"placement\":\"" + box.placement + "\",\"epoch\":" + box.epoch
                + ",\"at\":\""
                + saga.clock.instant() + "\",\"backup\":{\"state\":\"idle\",\"last_seq\":1,\"unprotected_millis\":0,"
                + "\"backlog_bytes\":0,\"bytes_per_second\":0,\"files\":3,\"bytes\":9,\"watched\":true}}]}";
        mvc.perform(post("/internal/placements/confirmed")
                        .header("Authorization", Users.monitoring())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body))
                .andReturn();
        assertThat(JsonPath.<String>read(shown(), "$.backup.state")).isEqualTo("idle");
        assertThat(JsonPath.<Map<String, Object>>read(shown(), "$.backup")).containsEntry("problem", null);
    }
}
