package cloud.dumont.instances.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.instances.backup.Box;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.ReturnJourney;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.PlacementState;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.instances.provisioning.SettleLeft;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.testkit.FakeStandbyProvider;
import cloud.dumont.provider.testkit.SshGreeting;
import cloud.dumont.provider.testkit.VendorCall.Operation;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.MockMvc;

/** GPU boxes that were to take over from a standby and do not: each is given back, and the standby goes on. */
@SteppedTest
@Import(StandbyCloud.class)
class CandidateTest {
    @Autowired
    private SagaBench saga;

    @Autowired
    private FakeStandbyProvider cloud;

    @Autowired
    private Failovers failovers;

    @Autowired
    private LaunchAttempts attempts;

    @Autowired
    private SettleLeft left;

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
        machine = bench.machine(ana, gpu);
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

    private Instance until(Class<? extends ReturnJourney> step) {
        return bench.until(
                machine,
                instance -> instance.state() instanceof InstanceState.OnStandby onStandby
                        && step.isInstance(onStandby.journey()));
    }

    private Placement candidate() {
        return saga.placements.of(machine).getFirst();
    }

    private Failover.Phase phase() {
        return failovers.newest(machine).orElseThrow().phase();
    }

    private void theStandbyGoesOn(String why) {
        assertThat(candidate().endReason()).isEqualTo(why);
        assertThat(saga.instance(machine).status()).isEqualTo(Status.ON_STANDBY);
        assertThat(saga.instance(machine).epoch()).isEqualTo(standby.epoch);
        assertThat(standby.orders().snapshots())
                .as("it stands still for nobody")
                .isEmpty();
        assertThat(phase()).isEqualTo(Failover.Phase.ON_STANDBY);
        bench.realTime();
        standby.save("and on");
        saga.reclaimUntilGone();
        assertThat(saga.vendor.existing()).isEmpty();
        assertThat(cloud.existing()).hasSize(1);
    }

    @Test
    void oneWhoseTokenWasReadIsGivenBackAndTheStandbyGoesOn() {
        until(ReturnJourney.Freezing.class);
        Placement read = candidate();
        assertThatThrownBy(() -> saga.enrol(read, "key-of-a-thief")).isInstanceOf(RefusedException.class);
        theStandbyGoesOn("token_reused");
    }

    @Test
    void oneThatDiedIsNoticedBeforeTheProgramsStandStill() {
        until(ReturnJourney.Ready.class);
        saga.vendor.vanish(candidate().vendorRef().orElseThrow());
        int steps = 0;
        while (!(journey() instanceof ReturnJourney.Searching)) {
            assertThat(journey()).isInstanceOf(ReturnJourney.Ready.class);
            assertThat(++steps).isLessThan(10);
            saga.step(machine);
        }
        theStandbyGoesOn("lost");
    }

    @Test
    void oneThatDiesMeanwhileDoesNotKeepTheProgramsStandingStill() {
        until(ReturnJourney.Freezing.class);
        Instant frozen = saga.clock.instant();
        saga.vendor.remove(candidate().vendorRef().orElseThrow());
        until(ReturnJourney.Searching.class);
        assertThat(Duration.between(frozen, saga.clock.instant())).isLessThan(Duration.ofSeconds(15));
        theStandbyGoesOn("lost");
    }

    @Test
    void oneThatWaitsTooLongIsGivenBack() {
        until(ReturnJourney.Ready.class);
        saga.clock.advance(Duration.ofMinutes(31));
        saga.step(machine);
        assertThat(journey()).isInstanceOf(ReturnJourney.Searching.class);
        theStandbyGoesOn("nothing_rented");
    }

    @Test
    void whatFailedAMachineIsAvoidedForAnHour() {
        until(ReturnJourney.Freezing.class);
        saga.vendor.remove(candidate().vendorRef().orElseThrow());
        until(ReturnJourney.Searching.class);
        Instant failed = saga.clock.instant();
        // The hardware of the first box, and that of the second.
        saga.sell(gpu, "0.11");
        int before = saga.placements.of(machine).size();
        while (saga.clock.instant().isBefore(failed.plus(Duration.ofMinutes(50)))) {
            saga.step(machine);
            saga.clock.advance(Duration.ofSeconds(20));
        }
        assertThat(saga.placements.of(machine)).hasSize(before);
        saga.clock.set(failed.plus(Duration.ofMinutes(75)));
        saga.sell(gpu, "0.11");
        until(ReturnJourney.Starting.class);
        assertThat(candidate().hostRef()).contains("host-" + SagaBench.ref(gpu, 1));
    }

    @Test
    void whoseOffersAreAllGoneIsOnItsStandbyAgain() {
        saga.vendor.sellOut(SagaBench.ref(gpu, 2));
        until(ReturnJourney.Buying.class);
        assertThat(phase()).isEqualTo(Failover.Phase.RETURNING);
        until(ReturnJourney.Searching.class);
        saga.step(machine);
        assertThat(phase()).isEqualTo(Failover.Phase.ON_STANDBY);
    }

    /** The box was rented, and nobody heard the answer; then the machine went another way. */
    @Test
    void whatWasRentedForACandidateThatWasGivenUpMeanwhileIsFoundAndGivenBack() throws Exception {
        saga.vendor.loseAnswerOfNext(Operation.LAUNCH);
        LaunchAttempt attempt = openAttempt();
        bench.lost(machine, standby, saga.clock.instant());
        saga.reclaimUntilGone();
        saga.reconcile(4);
        assertThat(saga.vendor.existing())
                .as("comparing alone does not dare to")
                .hasSize(1);
        left.pass();
        assertThat(attempts.byLabel(attempt.label()).orElseThrow().state()).isEqualTo(LaunchAttempt.State.ADOPTED);
        saga.reclaimUntilGone();
        assertThat(saga.vendor.existing()).isEmpty();
        assertThat(saga.placements.find(attempt.placement()).orElseThrow().state())
                .isEqualTo(PlacementState.GONE);
    }

    @Test
    void whatWasNeverRentedForItIsAbsentAfterTheSettleWindow() throws Exception {
        saga.vendor.failNext(Operation.LAUNCH, () -> new ProviderException.Unreachable("away", null));
        LaunchAttempt attempt = openAttempt();
        bench.lost(machine, standby, saga.clock.instant());
        for (int i = 0; i < 5; i++) {
            left.pass();
            assertThat(attempts.byLabel(attempt.label()).orElseThrow().state()).isEqualTo(LaunchAttempt.State.UNKNOWN);
        }
        saga.clock.set(attempt.settleDeadline().plusSeconds(200));
        left.pass();
        assertThat(attempts.byLabel(attempt.label()).orElseThrow().state()).isEqualTo(LaunchAttempt.State.ABSENT);
        assertThat(saga.placements.find(attempt.placement()).orElseThrow().state())
                .isEqualTo(PlacementState.GONE);
    }

    private LaunchAttempt openAttempt() {
        bench.until(
                machine,
                instance -> instance.state() instanceof InstanceState.OnStandby onStandby
                        && onStandby.journey() instanceof ReturnJourney.Buying buying
                        && buying.placement() != null);
        LaunchAttempt attempt = attempts.last(candidate().id()).orElseThrow();
        assertThat(attempt.state()).isEqualTo(LaunchAttempt.State.UNKNOWN);
        return attempt;
    }
}
