package cloud.dumont.instances.drill;

import static cloud.dumont.instances.backup.SavingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.patch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import cloud.dumont.agent.protocol.PreflightVerdict;
import cloud.dumont.agent.protocol.backup.BackupOpen;
import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.agent.protocol.backup.Preparation;
import cloud.dumont.agent.protocol.backup.PreparationReport;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.instances.backup.BackupReadings;
import cloud.dumont.instances.backup.Box;
import cloud.dumont.instances.backup.FilesAhead;
import cloud.dumont.instances.backup.FilesProved;
import cloud.dumont.instances.backup.SavingMachine;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.failover.StandbyCloud;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Work;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.testkit.FakeStandbyProvider;
import cloud.dumont.provider.testkit.SshGreeting;
import cloud.dumont.web.caller.Caller;
import com.jayway.jsonpath.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** A failover is rehearsed beside a machine that serves on. */
@SteppedTest
@Import(StandbyCloud.class)
class DrillTest {
    @Autowired
    private SagaBench saga;

    @Autowired
    private FakeStandbyProvider cloud;

    @Autowired
    private Drills drills;

    @Autowired
    private ScheduledDrills scheduled;

    @Autowired
    private BackupReadings readings;

    @Autowired
    private FilesAhead ahead;

    @Autowired
    private FilesProved proved;

    @Autowired
    private List<Work> work;

    @Autowired
    private MockMvc mvc;

    private final Caller ana = Users.someone();
    private SshGreeting sshd;
    private InstanceId machine;
    private SavingMachine saving;

    @BeforeEach
    void aMachineWithFiles() throws Exception {
        sshd = new SshGreeting();
        sshd.open();
        saga.friendly();
        saga.clock.set(Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
        cloud.answersAt(sshd.endpoint());
        machine = saga.request(ana, saga.sell(2));
        saga.until(machine, Status.RUNNING);
        saving = SavingMachine.on(saga, mvc, machine);
        saving.folder("root")
                .file("root/a", bytes(1, 300))
                .file("root/big", bytes(2, 3_000_000))
                .commit();
    }

    @AfterEach
    void close() {
        List.of("us-central1-a", "us-central1-b", "us-central1-c", "us-central1-f")
                .forEach(cloud::restock);
        saving.close();
        saga.destroy(machine);
        saga.until(machine, Status.DESTROYED);
        saga.reclaimUntilGone();
        sshd.close();
    }

    private String ask(MockHttpServletRequestBuilder request, int status) throws Exception {
        var response = mvc.perform(request.header("Authorization", Users.bearer(ana)))
                .andReturn()
                .getResponse();
        String body = response.getContentAsString(StandardCharsets.UTF_8);
        assertThat(response.getStatus()).as(body).isEqualTo(status);
        return body;
    }

    private Drill begin() throws Exception {
        ask(post("/api/v1/instances/" + machine + "/drill"), 202);
        return newest();
    }

    private Drill newest() {
        return drills.list(machine, null, 1).getFirst();
    }

    private Next step() {
        return work.stream()
                .filter(one -> one.queue() == Queue.DRILL)
                .findFirst()
                .orElseThrow()
                .step(newest().id().text());
    }

    private void until(Drill.State state) {
        for (int i = 0; i < 100 && newest().state() != state; i++) {
            step();
            enrol();
            saga.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(newest().state()).isEqualTo(state);
    }

    private boolean isOfTheMachine(String ref) {
        return saga.placements.of(machine).stream().anyMatch(placement -> ref.endsWith("/" + placement.label()));
    }

    private Placement standby() {
        return saga.placements.find(newest().placement()).orElseThrow();
    }

    private void enrol() {
        if (newest().state() == Drill.State.STARTING && standby().isReachable()) {
            String script = cloud.orderOf(standby().vendorRef().orElseThrow()).startScript();
            int at = script.indexOf("DUMONT_TOKEN='") + "DUMONT_TOKEN='".length();
            saga.enrol(standby(), "key-of-" + standby().id(), script.substring(at, script.indexOf('\'', at)));
        }
    }

    /** The standby's agent brings the version into place and says what its disk has. */
    private void restored(UnaryOperator<PreparationReport.Proof> found) {
        Box box = new Box(mvc, standby().id(), standby().epoch());
        Preparation wanted =
                box.say("backup/prepare", new BackupOpen(box.epoch)).as(Preparation.class);
        assertThat(wanted.proof()).isTrue();
        saga.clock.advance(Duration.ofSeconds(3));
        FilesProved.Version saved =
                proved.of(ahead.of(standby().id()).orElseThrow()).orElseThrow();
        PreparationReport.Proof honest =
                new PreparationReport.Proof(saved.entries(), saved.bytes(), saved.digest(), List.of());
        RestoreReport done = new RestoreReport(
                wanted.order().id(), box.epoch, RestoreReport.DONE, 2, 2, 3_000_300, 3_000_300, 1, 0, List.of(), null);
        box.say("backup/prepared", new PreparationReport(box.epoch, done, 3_000_300, found.apply(honest)));
    }

    @Test
    void itShowsThatTheFilesAreTheSameAndLeavesNothingBehind() throws Exception {
        long epoch = saga.instance(machine).epoch().value();
        begin();
        until(Drill.State.RESTORING);
        assertThat(saga.report(standby()).verdict()).isEqualTo(PreflightVerdict.LATER);
        saving.file("root/later", bytes(3, 10)).commit();
        restored(honest -> honest);
        step();
        Drill drill = newest();
        assertThat(drill.state()).as(String.valueOf(drill.detail())).isEqualTo(Drill.State.PASSED);
        assertThat(drill.digestFound()).isEqualTo(drill.digestSaved()).hasSize(64);
        assertThat(drill.entries()).isEqualTo(3);
        assertThat(drill.bytes()).isEqualTo(3_000_310);
        assertThat(saga.status(machine)).isEqualTo(Status.RUNNING);
        assertThat(saga.instance(machine).epoch().value()).isEqualTo(epoch);
        saving.file("root/last", bytes(4, 10)).commit();
        saga.reclaimUntilGone();
        assertThat(cloud.existing()).noneMatch(this::isOfTheMachine);
        assertThat(saga.vendor.existing()).isNotEmpty();
        String listed = ask(get("/api/v1/instances/" + machine + "/drills"), 200);
        assertThat(JsonPath.<String>read(listed, "$.data[0].state")).isEqualTo("passed");
        assertThat(JsonPath.<Boolean>read(listed, "$.data[0].files.same")).isTrue();
        assertThat(JsonPath.<Double>read(listed, "$.data[0].seconds.whole")).isGreaterThanOrEqualTo(3);
        String action = ask(get("/api/v1/actions/" + drill.action()), 200);
        assertThat(JsonPath.<String>read(action, "$.status")).isEqualTo("succeeded");
        assertThat(JsonPath.<String>read(action, "$.result.drill"))
                .isEqualTo(drill.id().text());
    }

    @Test
    void whatItsStandbySaysOfBackupsIsNotWhatTheMachineSays() throws Exception {
        begin();
        until(Drill.State.RESTORING);
        readings.keep(saving.placement(), saving.epoch(), saga.clock.instant(), reading(4));
        readings.keep(
                standby().id(), standby().epoch().value(), saga.clock.instant().plusSeconds(1), reading(0));
        assertThat(readings.newest(machine).orElseThrow().reading().lastSeq()).isEqualTo(4);
        readings.keep(saving.placement(), saving.epoch(), saga.clock.instant().plusSeconds(2), reading(5));
        assertThat(readings.newest(machine).orElseThrow().reading().lastSeq()).isEqualTo(5);
    }

    private static BackupReading reading(long lastSeq) {
        return new BackupReading("idle", lastSeq, 0L, 0, 0, 0, 2, 100, true, null);
    }

    @Test
    void aDiskThatHasSomethingElseFailsIt() throws Exception {
        begin();
        until(Drill.State.RESTORING);
        restored(honest -> new PreparationReport.Proof(honest.entries(), honest.bytes(), "00".repeat(32), List.of()));
        step();
        assertThat(newest().state()).isEqualTo(Drill.State.FAILED);
        assertThat(newest().detail()).isEqualTo("What was restored is not what was saved.");
        saga.reclaimUntilGone();
        assertThat(cloud.existing()).noneMatch(this::isOfTheMachine);
    }

    @Test
    void aFullZoneLeadsToTheNextAndNoneAtAllToTheEnd() throws Exception {
        cloud.sellOut("us-central1-a");
        begin();
        until(Drill.State.RESTORING);
        assertThat(newest().zone()).isEqualTo("us-central1-b");
        cloud.preempt(standby().vendorRef().orElseThrow());
        List.of("us-central1-b", "us-central1-c", "us-central1-f").forEach(cloud::sellOut);
        until(Drill.State.FAILED);
        assertThat(newest().detail()).contains("No zone has room");
        saga.reclaimUntilGone();
        assertThat(cloud.existing()).noneMatch(this::isOfTheMachine);
    }

    @Test
    void whoStopsTheMachineIsNotHeldUpAndTheDrillEndsWithIt() throws Exception {
        begin();
        until(Drill.State.RESTORING);
        saga.stop(machine);
        step();
        assertThat(newest().state()).isEqualTo(Drill.State.CANCELLED);
        Box box = new Box(mvc, standby().id(), standby().epoch());
        assertThat(box.say("backup/prepare", new BackupOpen(box.epoch)).code()).isEqualTo("not_serving");
        saga.until(machine, Status.STOPPED);
        saga.reclaimUntilGone();
        assertThat(cloud.existing()).noneMatch(this::isOfTheMachine);
    }

    @Test
    void aWorkerThatDiesInTheCallLeavesNothingUnknown() throws Exception {
        cloud.loseNextAnswer();
        begin();
        step();
        assertThat(newest().state()).isEqualTo(Drill.State.STARTING);
        until(Drill.State.RESTORING);
        assertThat(cloud.existing()).filteredOn(this::isOfTheMachine).hasSize(1);
    }

    @Test
    void itBeginsByItselfWhenItsTimeHasCome() throws Exception {
        ask(
                patch("/api/v1/instances/" + machine)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"standby\":{\"policy\":\"cold\",\"drill_days\":7}}"),
                200);
        scheduled.begin();
        assertThat(drills.list(machine, null, 1)).isEmpty();
        saga.clock.advance(Duration.ofDays(7).plusSeconds(1));
        scheduled.begin();
        scheduled.begin();
        assertThat(drills.list(machine, null, 9)).hasSize(1);
        assertThat(newest().trigger()).isEqualTo(Drill.Trigger.SCHEDULE);
        until(Drill.State.RESTORING);
        saga.stop(machine);
        step();
    }

    @Test
    void itIsRefusedWithAReason() throws Exception {
        begin();
        assertThat(ask(post("/api/v1/instances/" + machine + "/drill"), 409)).contains("drill_running");
        ask(
                patch("/api/v1/instances/" + machine)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"standby\":{\"policy\":\"off\"}}"),
                200);
        until(Drill.State.FAILED);
        assertThat(ask(post("/api/v1/instances/" + machine + "/drill"), 409)).contains("no_standby");
        ask(
                patch("/api/v1/instances/" + machine)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"standby\":{\"policy\":\"cold\"}}"),
                200);
        for (int i = 0; i < 2; i++) {
            begin();
            saga.clock.advance(Duration.ofHours(1));
            until(Drill.State.FAILED);
            assertThat(newest().detail()).contains("in time");
        }
        String limit = ask(post("/api/v1/instances/" + machine + "/drill"), 409);
        assertThat(limit).contains("drill_limit").contains("next_at");
    }
}
