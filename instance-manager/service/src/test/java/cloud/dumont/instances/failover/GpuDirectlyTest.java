package cloud.dumont.instances.failover;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.events.FailoverEvent;
import cloud.dumont.instances.backup.Box;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Journey;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.VendorWords;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.instances.provisioning.SettleLeft;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.testkit.FakeStandbyProvider;
import cloud.dumont.provider.testkit.SshGreeting;
import cloud.dumont.provider.testkit.VendorCall.Operation;
import cloud.dumont.web.caller.Caller;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.MockMvc;

/** Another GPU instead of a standby, and the standby all the same when the GPU does not come. */
@SteppedTest
@Import(StandbyCloud.class)
class GpuDirectlyTest {
    private static final List<String> ZONES =
            List.of("us-central1-a", "us-central1-b", "us-central1-c", "us-central1-f");

    @Autowired
    private SagaBench saga;

    @Autowired
    private FakeStandbyProvider cloud;

    @Autowired
    private Failovers failovers;

    @Autowired
    private VendorWords words;

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
    private Box box;

    @BeforeEach
    void aMachineThatSaves() throws Exception {
        sshd = new SshGreeting();
        sshd.open();
        bench = new StandbyBench(saga, cloud, mvc);
        cloud.answersAt(sshd.endpoint());
        ZONES.forEach(cloud::restock);
        gpu = saga.sell(2);
        machine = bench.machine(ana, gpu);
        box = bench.box(machine);
        box.open();
        box.save("first");
    }

    @AfterEach
    void close() {
        ZONES.forEach(cloud::restock);
        sshd.close();
    }

    private Failover newest() {
        return failovers.newest(machine).orElseThrow();
    }

    private Placement last() {
        return saga.placements.of(machine).getFirst();
    }

    /** Somebody bids more: the vendor stops the box and says so. */
    private void outbid() throws Exception {
        words.keep(box.placement, VendorWords.Word.OUTBID, saga.clock.instant());
        assertThat(bench.lost(machine, box, saga.clock.instant(), "vendor")).isEqualTo("failing_over");
    }

    private void itIsOnAnotherGpu() {
        Instance now = saga.instance(machine);
        assertThat(((InstanceState.Running) now.state()).serving().placement()).isEqualTo(last().id());
        assertThat(last().hostRef()).contains("host-" + SagaBench.ref(gpu, 2));
        assertThat(newest().phase()).isEqualTo(Failover.Phase.RETURNED);
        assertThat(newest().target().kind()).isEqualTo("gpu");
        assertThat(new Told(saga.jdbc)
                        .only(machine, FailoverEvent.Completed.class)
                        .kind())
                .isEqualTo("gpu");
        saga.reclaimUntilGone();
        assertThat(saga.vendor.existing()).hasSize(1);
        assertThat(cloud.existing()).isEmpty();
    }

    private void itIsOnItsStandby() {
        assertThat(saga.placements.of(machine)).hasSize(3);
        assertThat(newest().phase()).isEqualTo(Failover.Phase.ON_STANDBY);
        assertThat(newest().target().kind()).isEqualTo("standby");
        saga.reclaimUntilGone();
        assertThat(cloud.existing()).hasSize(1);
    }

    @Test
    void aMachineThatWasOutbidGoesToAnotherGpuAtOnce() throws Exception {
        outbid();
        bench.until(machine, Status.RUNNING);
        assertThat(newest().trigger()).isEqualTo(Failover.Trigger.OUTBID);
        itIsOnAnotherGpu();
    }

    @Test
    void whenNoZoneHasRoomAGpuIsTaken() throws Exception {
        ZONES.forEach(cloud::sellOut);
        bench.lost(machine, box, saga.clock.instant());
        bench.until(machine, Status.RUNNING);
        itIsOnAnotherGpu();
    }

    @Test
    void aStandbyIsTakenWhileItIsUsuallySooner() throws Exception {
        bench.lost(machine, box, saga.clock.instant());
        bench.until(machine, Status.ON_STANDBY);
        assertThat(saga.placements.of(machine)).hasSize(2);
    }

    @Test
    void withoutAGpuForRentItIsTheStandby() throws Exception {
        saga.vendor.withdraw(SagaBench.ref(gpu, 2));
        saga.withdraw(gpu);
        outbid();
        bench.until(machine, Status.ON_STANDBY);
        assertThat(saga.placements.of(machine)).hasSize(2);
    }

    @Test
    void aGpuThatIsNotWhatWasSoldIsGivenBackAndTheStandbyTaken() throws Exception {
        saga.reportedGpu = "NVIDIA GeForce GT 710";
        outbid();
        bench.until(machine, Status.ON_STANDBY);
        itIsOnItsStandby();
        assertThat(saga.vendor.existing()).isEmpty();
        assertThat(saga.placements.of(machine).get(1).endReason()).isEqualTo("preflight_failed");
    }

    @Test
    void aGpuThatDoesNotComeInTimeIsGivenBackAndTheStandbyTaken() throws Exception {
        saga.vendor.autoRun(false);
        outbid();
        bench.until(
                machine,
                instance -> instance.state() instanceof InstanceState.FailingOver moving
                        && moving.journey() instanceof Journey.Starting);
        assertThat(saga.vendor.existing()).hasSize(2);
        bench.until(machine, Status.ON_STANDBY);
        itIsOnItsStandby();
        assertThat(saga.vendor.existing()).isEmpty();
    }

    @Test
    void aGpuWhoseAnswerWasLostIsGivenBackEvenWhenNobodyWaitsForItAnyMore() throws Exception {
        saga.vendor.loseAnswerOfNext(Operation.LAUNCH);
        outbid();
        bench.until(
                machine,
                instance -> instance.state() instanceof InstanceState.FailingOver moving
                        && moving.journey() instanceof Journey.Buying buying
                        && buying.placement() != null);
        LaunchAttempt attempt = attempts.last(last().id()).orElseThrow();
        saga.clock.advance(java.time.Duration.ofMinutes(6));
        // Whoever settles it does not come to it before the machine's patience ends.
        failoverStep();
        assertThat(((InstanceState.FailingOver) saga.instance(machine).state()).journey())
                .isInstanceOf(Journey.Choosing.class);
        bench.until(machine, Status.ON_STANDBY);
        assertThat(attempts.byLabel(attempt.label()).orElseThrow().state()).isEqualTo(LaunchAttempt.State.UNKNOWN);
        left.pass();
        saga.reclaimUntilGone();
        assertThat(saga.vendor.existing()).isEmpty();
        itIsOnItsStandby();
    }

    @Autowired
    private FailoverWork work;

    private void failoverStep() {
        work.step(machine.text());
    }

    @Test
    void aGpuThatIsLostWhileTheFilesComeBackLeadsToTheStandby() throws Exception {
        outbid();
        bench.until(
                machine,
                instance -> instance.state() instanceof InstanceState.FailingOver moving
                        && moving.journey() instanceof Journey.Restoring);
        assertThat(saga.status(machine)).isEqualTo(Status.FAILING_OVER);
        saga.vendor.remove(last().vendorRef().orElseThrow());
        bench.until(machine, Status.ON_STANDBY);
        itIsOnItsStandby();
        assertThat(saga.vendor.existing()).isEmpty();
    }

    @Test
    void whoStopsItOnTheWayGetsEverythingGivenBack() throws Exception {
        saga.vendor.autoRun(false);
        outbid();
        bench.until(
                machine,
                instance -> instance.state() instanceof InstanceState.FailingOver moving
                        && moving.journey() instanceof Journey.Starting);
        saga.stop(machine);
        saga.until(machine, Status.STOPPED);
        saga.reclaimUntilGone();
        assertThat(saga.vendor.existing()).isEmpty();
        assertThat(cloud.existing()).isEmpty();
    }
}
