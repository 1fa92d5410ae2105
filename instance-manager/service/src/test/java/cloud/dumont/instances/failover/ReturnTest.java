package cloud.dumont.instances.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.patch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import cloud.dumont.agent.protocol.PreflightVerdict;
import cloud.dumont.agent.protocol.backup.BackupOpen;
import cloud.dumont.agent.protocol.backup.Preparation;
import cloud.dumont.agent.protocol.backup.PreparationReport;
import cloud.dumont.agent.protocol.backup.PresignRequest;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.events.FailoverEvent;
import cloud.dumont.instances.backup.Box;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.ReturnJourney;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.PlacementState;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.testkit.FakeStandbyProvider;
import cloud.dumont.provider.testkit.SshGreeting;
import cloud.dumont.web.caller.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;

/** From the standby back to a GPU. */
@SteppedTest
@Import(StandbyCloud.class)
class ReturnTest {
    @Autowired
    private SagaBench saga;

    @Autowired
    private FakeStandbyProvider cloud;

    @Autowired
    private Failovers failovers;

    @Autowired
    private MockMvc mvc;

    private final Caller ana = Users.someone();
    private StandbyBench bench;
    private SshGreeting sshd;
    private GpuModel gpu;
    private InstanceId machine;
    private Box standby;

    @BeforeEach
    void aMachineOnItsStandby() throws Exception {
        sshd = new SshGreeting();
        sshd.open();
        bench = new StandbyBench(saga, cloud, mvc);
        cloud.answersAt(sshd.endpoint());
        gpu = saga.sell(2);
        machine = saga.request(ana, gpu);
        saga.until(machine, Status.RUNNING);
        Box lost = bench.box(machine);
        lost.open();
        lost.save("first");
        bench.lost(machine, lost, saga.clock.instant());
        bench.until(machine, Status.ON_STANDBY);
        standby = bench.box(machine);
        bench.finishRestore(standby);
        standby.open();
        standby.save("on standby");
    }

    @AfterEach
    void close() {
        sshd.close();
    }

    private ReturnJourney journey() {
        return ((InstanceState.OnStandby) saga.instance(machine).state()).journey();
    }

    private Instance freezing() {
        return bench.until(
                machine,
                instance -> instance.state() instanceof InstanceState.OnStandby onStandby
                        && onStandby.journey() instanceof ReturnJourney.Freezing);
    }

    @Test
    void itGoesBackToAGpuWithEverythingThatWasDoneMeanwhile() {
        freezing();
        assertThat(saga.placements.of(machine)).hasSize(3);
        Placement candidate = saga.placements.of(machine).getFirst();
        assertThat(candidate.state()).as("nobody pays for it").isEqualTo(PlacementState.BOOTING);
        assertThat(saga.report(candidate).verdict()).isEqualTo(PreflightVerdict.LATER);
        assertThat(new Box(mvc, candidate.id(), candidate.epoch())
                        .say("backup/open", new BackupOpen(candidate.epoch()))
                        .code())
                .as("it saves nothing before it is the machine, and is not told that its time is over")
                .isEqualTo("not_serving");
        assertThat(candidate.hostRef()).as("not the hardware that was lost").isNotEqualTo(first().hostRef());

        Instant frozen = ((ReturnJourney.Freezing) journey()).since();
        standby.save("last", ((ReturnJourney.Freezing) journey()).order());
        saga.clock.advance(Duration.ofSeconds(7));
        saga.step(machine);
        Instance moving = saga.instance(machine);
        assertThat(moving.status()).isEqualTo(Status.RETURNING);
        assertThat(moving.epoch()).isEqualTo(candidate.epoch());
        assertThat(standby.say("backup/orders", new BackupOpen(standby.epoch)).code())
                .isEqualTo("stale_epoch");
        assertThat(saga.report(candidate).verdict()).isEqualTo(PreflightVerdict.ACCEPTED);

        Instance back = bench.until(machine, Status.RUNNING);
        InstanceState.Running running = (InstanceState.Running) back.state();
        assertThat(running.serving().placement()).isEqualTo(candidate.id());
        assertThat(running.serving().kind()).isEqualTo("gpu");
        Failover told = failovers.newest(machine).orElseThrow();
        assertThat(told.phase()).isEqualTo(Failover.Phase.RETURNED);
        assertThat(told.returnedAt()).isNotNull();
        assertThat(told.restoredAt()).isBetween(told.usableAt(), told.returnedAt());
        FailoverEvent.Returned returned = new Told(saga.jdbc).only(machine, FailoverEvent.Returned.class);
        assertThat(returned.failover()).isEqualTo(told.id());
        assertThat(returned.epoch()).isEqualTo(candidate.epoch());
        assertThat(returned.frozenMs())
                .isEqualTo(Duration.between(frozen, told.returnedAt()).toMillis())
                .isGreaterThanOrEqualTo(7_000);
        saga.reclaimUntilGone();
        assertThat(cloud.existing()).isEmpty();
        assertThat(saga.vendor.existing()).hasSize(1);
        assertThat(saga.placements.of(machine).stream()
                        .filter(placement -> placement.state() == PlacementState.SERVING))
                .hasSize(1);
    }

    private Placement first() {
        return saga.placements.of(machine).getLast();
    }

    private InstanceState.OnStandby ready() {
        bench.saga.step(machine);
        for (int i = 0; i < 200; i++) {
            if (saga.instance(machine).state() instanceof InstanceState.OnStandby onStandby
                    && onStandby.journey() instanceof ReturnJourney.Ready) {
                return onStandby;
            }
            saga.step(machine);
            saga.agent(machine);
            saga.clock.advance(Duration.ofSeconds(1));
        }
        throw new AssertionError("no candidate is ready");
    }

    @Test
    void itsCandidateBringsTheFilesIntoPlaceBeforeTheProgramsStandStill() {
        ready();
        Placement candidate = saga.placements.of(machine).getFirst();
        Box waiting = new Box(mvc, candidate.id(), candidate.epoch());
        assertThat(waiting.say("backup/prepare", new BackupOpen(waiting.epoch)).code())
                .as("not before it is asked to")
                .isEqualTo("not_serving");
        saga.step(machine);
        Preparation first =
                waiting.say("backup/prepare", new BackupOpen(waiting.epoch)).as(Preparation.class);
        RestoreOrder order = first.order();
        assertThat(order.chain().getLast().seq()).isEqualTo(2);
        assertThat(waiting.say("backup/prepare", new BackupOpen(waiting.epoch)).as(Preparation.class))
                .as("an agent that was started again goes on with the same")
                .isEqualTo(first);
        assertThat(waiting.reads("e/000000000001/p/000000000001")).isEqualTo(200);
        assertThat(waiting.say("presign", waiting.puts(java.util.Map.of("e/000000000003/p/000000000001", new byte[1])))
                        .code())
                .as("it writes nothing")
                .isEqualTo("not_serving");
        for (int i = 0; i < 5; i++) {
            saga.step(machine);
            saga.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(journey()).isInstanceOf(ReturnJourney.Ready.class);
        bench.prepares(candidate.id());
        saga.step(machine);
        assertThat(journey()).isInstanceOf(ReturnJourney.Freezing.class);
        standby.save("last", ((ReturnJourney.Freezing) journey()).order());
        bench.until(machine, Status.RUNNING);
        assertThat(waiting.say("backup/prepare", new BackupOpen(waiting.epoch)).code())
                .as("now it is the machine itself")
                .isEqualTo("not_serving");
    }

    @Test
    void aCandidateThatCannotTakeTheFilesIsGivenBackAndTheStandbyGoesOn() {
        ready();
        Placement candidate = saga.placements.of(machine).getFirst();
        saga.step(machine);
        Box waiting = new Box(mvc, candidate.id(), candidate.epoch());
        String order = waiting.say("backup/prepare", new BackupOpen(waiting.epoch))
                .as(Preparation.class)
                .order()
                .id();
        waiting.say(
                "backup/prepared",
                new PreparationReport(
                        waiting.epoch, StandbyBench.report(order, waiting, RestoreReport.FAILED, 1), 1, null));
        saga.step(machine);
        assertThat(journey()).isInstanceOf(ReturnJourney.Searching.class);
        assertThat(waiting.say("backup/prepare", new BackupOpen(waiting.epoch)).code())
                .isEqualTo("not_serving");
        assertThat(waiting.say(
                                "presign",
                                new PresignRequest(
                                        waiting.epoch,
                                        java.util.List.of(),
                                        java.util.List.of("e/000000000001/p/000000000001"),
                                        null))
                        .status())
                .isEqualTo(409);
        standby.save("and on");
    }

    @Test
    void whatIsNotSavedIsNotLeft() throws Exception {
        var off = mvc.perform(patch("/api/v1/instances/" + machine)
                        .header("Authorization", Users.bearer(ana))
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"backup\":{\"enabled\":false}}"))
                .andReturn()
                .getResponse();
        assertThat(off.getStatus()).as(off.getContentAsString()).isEqualTo(200);
        for (int i = 0; i < 20; i++) {
            saga.step(machine);
            saga.clock.advance(Duration.ofSeconds(10));
        }
        assertThat(saga.status(machine)).isEqualTo(Status.ON_STANDBY);
        assertThat(saga.placements.of(machine)).as("no GPU was rented for it").hasSize(2);
    }

    @Test
    void withoutAFittingOfferItStaysAndLooksEverMoreRarely() {
        saga.vendor.withdraw(SagaBench.ref(gpu, 2));
        saga.withdraw(gpu);
        for (int i = 0; i < 40; i++) {
            saga.step(machine);
            saga.clock.advance(Duration.ofSeconds(10));
        }
        assertThat(saga.status(machine)).isEqualTo(Status.ON_STANDBY);
        assertThat(journey().looks()).isBetween(3, 6);
        assertThat(saga.placements.of(machine)).hasSize(2);
    }

    @Test
    void whoAsksForAGpuDoesNotWaitForTheNextTurnAndIsNotHeldUpWhenThereIsNone() throws Exception {
        saga.vendor.withdraw(SagaBench.ref(gpu, 2));
        saga.withdraw(gpu);
        while (journey().looks() < 2) {
            saga.step(machine);
            saga.clock.advance(Duration.ofSeconds(10));
        }
        String action = comeBack(202);
        saga.step(machine);
        assertThat(journey().looks()).isEqualTo(1);
        assertThat(action).contains("\"current_action\":\"act_");
        saga.stop(machine);
        saga.until(machine, Status.STOPPED);
        assertThat(comeBack(409)).contains("not_on_standby");
    }

    private String comeBack(int status) throws Exception {
        var response = mvc.perform(
                        post("/api/v1/instances/" + machine + "/return").header("Authorization", Users.bearer(ana)))
                .andReturn()
                .getResponse();
        assertThat(response.getStatus()).as(response.getContentAsString()).isEqualTo(status);
        return response.getContentAsString();
    }

    @Test
    void aStandbyThatCannotSaveInTimeGoesOnAndItsCandidateIsGivenBack() {
        freezing();
        saga.clock.advance(Duration.ofSeconds(61));
        bench.until(machine, Status.ON_STANDBY);
        assertThat(standby.say("backup/orders", new BackupOpen(standby.epoch)).status())
                .isEqualTo(200);
        standby.save("and on");
        saga.reclaimUntilGone();
        assertThat(saga.vendor.existing()).isEmpty();
        assertThat(cloud.existing()).hasSize(1);
    }

    @Test
    void aGpuThatIsLostDuringTheReturnLeadsToAnotherStandby() {
        freezing();
        Placement candidate = saga.placements.of(machine).getFirst();
        standby.save("last", ((ReturnJourney.Freezing) journey()).order());
        saga.step(machine);
        saga.vendor.remove(candidate.vendorRef().orElseThrow());
        Instance again = bench.until(machine, Status.ON_STANDBY);
        assertThat(again.epoch().value()).isGreaterThan(candidate.epoch().value());
        Told told = new Told(saga.jdbc);
        assertThat(told.only(machine, FailoverEvent.Completed.class).placementKind())
                .as("one failover is completed once")
                .isEqualTo("gpu");
        assertThat(told.all(machine, FailoverEvent.Returned.class)).isEmpty();
        saga.reclaimUntilGone();
        assertThat(saga.vendor.existing()).isEmpty();
        assertThat(cloud.existing()).hasSize(1);
    }

    @Test
    void aStandbyThatIsLostDuringTheReturnGivesItsCandidateBackToo() throws Exception {
        freezing();
        assertThat(bench.lost(machine, standby, saga.clock.instant())).isEqualTo("failing_over");
        Instance again = bench.until(machine, Status.ON_STANDBY);
        assertThat(again.epoch().value()).isEqualTo(4);
        saga.reclaimUntilGone();
        assertThat(saga.vendor.existing()).isEmpty();
        assertThat(cloud.existing()).hasSize(1);
    }

    @Test
    void whoStopsAMachineThatReturnsGetsItStoppedWithNothingLeft() {
        freezing();
        saga.stop(machine);
        saga.until(machine, Status.STOPPED);
        saga.reclaimUntilGone();
        assertThat(saga.vendor.existing()).isEmpty();
        assertThat(cloud.existing()).isEmpty();
        assertThat(Optional.of(saga.status(machine))).contains(Status.STOPPED);
    }
}
