package cloud.dumont.instances.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.events.FailoverEvent;
import cloud.dumont.instances.backup.Box;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Journey;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.RentalSpec;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.instances.standby.StandbyPolicy;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.RentedBox;
import cloud.dumont.provider.testkit.FakeStandbyProvider;
import cloud.dumont.provider.testkit.SshGreeting;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.problem.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.MockMvc;

/** What a lost box may cost, may hold, and may lead to. */
@SteppedTest
@Import(StandbyCloud.class)
class LostBoxTest {
    private static final List<String> ZONES =
            List.of("us-central1-a", "us-central1-b", "us-central1-c", "us-central1-f");

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

    @BeforeEach
    void aCloud() throws Exception {
        sshd = new SshGreeting();
        sshd.open();
        bench = new StandbyBench(saga, cloud, mvc);
        cloud.answersAt(sshd.endpoint());
        ZONES.forEach(cloud::restock);
    }

    @AfterEach
    void close() throws Exception {
        sshd.close();
    }

    private Failover newest(InstanceId machine) {
        return failovers.newest(machine).orElseThrow();
    }

    private Placement first(InstanceId machine) {
        return saga.placements.of(machine).getLast();
    }

    private Journey.Restoring restoring(InstanceId machine) {
        Instance now = bench.until(
                machine,
                instance -> instance.state() instanceof InstanceState.FailingOver moving
                        && moving.journey() instanceof Journey.Restoring);
        return (Journey.Restoring) ((InstanceState.FailingOver) now.state()).journey();
    }

    private void want(InstanceId machine, StandbyPolicy.Kind policy) {
        saga.transactions.executeWithoutResult(status -> {
            Instance instance = saga.instances.lock(machine).orElseThrow();
            instance.standBy(new StandbyPolicy(policy, null, null, false));
            saga.instances.save(instance, Origin.system("test"), saga.clock.instant());
        });
    }

    @Test
    void aStandbyWhoseTokenWasReadIsGivenBackAndAnotherOneIsTaken() throws Exception {
        InstanceId machine = bench.machineThatSaves(ana, 1);
        bench.lost(machine, bench.box(machine), saga.clock.instant());
        Placement read =
                saga.placements.find(restoring(machine).target().placement()).orElseThrow();
        assertThatThrownBy(() -> saga.enrol(read, "key-of-a-thief", bench.token(read)))
                .isInstanceOf(RefusedException.class);
        assertThat(saga.placements.find(read.id()).orElseThrow().endReason()).isEqualTo("token_reused");
        bench.until(machine, Status.ON_STANDBY);
        assertThat(newest(machine).target()).isEqualTo(new Failover.Place("standby", cloud.vendor(), "us-central1-b"));
        saga.reclaimUntilGone();
        assertThat(cloud.existing()).hasSize(1);
    }

    @Test
    void nobodyPaysForATimeThatHasNotComeNorForOneBeforeTheBox() throws Exception {
        InstanceId machine = bench.machineThatSaves(ana, 1);
        bench.lost(machine, bench.box(machine), saga.clock.instant().plus(Duration.ofHours(1)));
        assertThat(first(machine).servingUntil().orElseThrow())
                .isBeforeOrEqualTo(Clock.systemUTC().instant());
        assertThat(newest(machine).lastSeenAt())
                .isEqualTo(first(machine).servingUntil().orElseThrow());

        InstanceId other = bench.machineThatSaves(ana, 1);
        bench.lost(other, bench.box(other), saga.clock.instant().minus(Duration.ofDays(2)));
        assertThat(first(other).servingUntil()).isEqualTo(first(other).servingFrom());
    }

    @Test
    void whoAskedForAStopBeforeTheLossPaysUntilHeAsked() throws Exception {
        InstanceId machine = bench.machineThatSaves(ana, 1);
        Box box = bench.box(machine);
        var response = mvc.perform(
                        post("/api/v1/instances/" + machine + "/stop").header("Authorization", Users.bearer(ana)))
                .andReturn()
                .getResponse();
        assertThat(response.getStatus()).as(response.getContentAsString()).isEqualTo(202);
        Instant asked = Clock.systemUTC().instant();
        box.orders();
        assertThat(bench.lost(machine, box, Clock.systemUTC().instant())).isEqualTo("stopped");
        assertThat(first(machine).servingUntil().orElseThrow()).isBeforeOrEqualTo(asked);
        assertThat(first(machine).servingUntil().orElseThrow())
                .isAfter(first(machine).servingFrom().orElseThrow());
    }

    @Test
    void whoTurnsItsStandbyOffWhileThereIsNoneGetsAStoppedMachine() throws Exception {
        InstanceId machine = bench.machineThatSaves(ana, 1);
        ZONES.forEach(cloud::sellOut);
        bench.lost(machine, bench.box(machine), saga.clock.instant());
        bench.until(machine, instance -> instance.state().reason().detail().contains("no zone has room"));
        want(machine, StandbyPolicy.Kind.OFF);
        Instance stopped = bench.until(machine, Status.STOPPED);
        assertThat(stopped.state().reason().code()).isEqualTo("standby_turned_off");
        assertThat(saga.placements.of(machine))
                .noneMatch(placement -> placement.state().name().equals("SERVING"));
    }

    @Test
    void aVersionThatCannotBeReadTwiceIsLeftForTheOneBefore() throws Exception {
        InstanceId machine = bench.machine(ana, 1);
        Box box = bench.box(machine);
        box.open();
        box.save("a whole version");
        saga.clock.advance(Duration.ofSeconds(5));
        box.save("a second version, which is damaged");
        bench.lost(machine, box, saga.clock.instant());
        Instant promised = newest(machine).recoveryPoint();
        for (int i = 0; i < 2; i++) {
            Journey.Restoring restoring = restoring(machine);
            Box standby = new Box(
                    mvc, restoring.target().placement(), restoring.target().epoch());
            String order = standby.open().orders().restore().id();
            standby.say("backup/restore", StandbyBench.report(order, standby, RestoreReport.FAILED, 0));
            saga.step(machine);
        }
        bench.until(machine, Status.ON_STANDBY);
        assertThat(newest(machine).recoveryPoint()).isBefore(promised);
        assertThat(newest(machine).evidence())
                .extracting(Failover.Evidence::kind)
                .contains("version_unreadable");
        assertThat(new Told(saga.jdbc)
                        .only(machine, FailoverEvent.Completed.class)
                        .recoveryPoint())
                .isEqualTo(newest(machine).recoveryPoint());
        assertThat(saga.placements.of(machine))
                .as("two places failed, the third one did")
                .hasSize(4);
    }

    @Test
    void whereverAStandbyIsOnItsWayAStopGivesEverythingBack() throws Exception {
        for (int steps = 0; steps < 7; steps++) {
            InstanceId machine = bench.machineThatSaves(ana, 1);
            bench.lost(machine, bench.box(machine), saga.clock.instant());
            int taken = 0;
            while (taken < steps && saga.status(machine) == Status.FAILING_OVER) {
                int now = ++taken;
                int[] looks = {0};
                bench.until(machine, instance -> looks[0]++ >= now || instance.status() != Status.FAILING_OVER);
            }
            saga.stop(machine);
            saga.until(machine, Status.STOPPED);
            saga.reclaimUntilGone();
            assertThat(cloud.existing()).as("after " + steps + " steps").isEmpty();
            assertThat(saga.vendor.existing()).isEmpty();
        }
    }

    @Test
    void aBoxThatOnlyFellSilentIsKeptForAMomentAndThenGoes() throws Exception {
        InstanceId machine = bench.machineThatSaves(ana, 1);
        Instant lost = saga.clock.instant();
        bench.lost(machine, bench.box(machine), lost);
        saga.reclaimAll();
        assertThat(newest(machine).keptUntil()).isEqualTo(lost.plus(Duration.ofMinutes(5)));
        saga.clock.set(lost.plus(Duration.ofSeconds(299)));
        saga.reclaimAll();
        assertThat(saga.vendor.existing()).hasSize(1);
        saga.clock.set(lost.plus(Duration.ofSeconds(301)));
        saga.reclaimAll();
        assertThat(saga.vendor.existing()).isEmpty();
    }

    @Test
    void theOnlyCopyOfWhatWasNeverSavedIsKeptForADay() throws Exception {
        InstanceId machine = bench.machine(ana, 1);
        Instant lost = saga.clock.instant();
        bench.lost(machine, bench.box(machine), lost);
        assertThat(newest(machine).keptUntil()).isEqualTo(lost.plus(Duration.ofHours(24)));
        saga.clock.set(lost.plus(Duration.ofHours(23)));
        saga.reclaimAll();
        assertThat(saga.vendor.existing()).hasSize(1);
        saga.clock.set(lost.plus(Duration.ofHours(25)));
        saga.reclaimAll();
        assertThat(saga.vendor.existing()).isEmpty();
    }

    @Test
    void aMachineWithoutAStandbyStopsWhileItsOnlyCopyIsKeptUntilItIsDestroyed() throws Exception {
        InstanceId machine = bench.machine(ana, 1);
        want(machine, StandbyPolicy.Kind.OFF);
        assertThat(bench.lost(machine, bench.box(machine), saga.clock.instant()))
                .isEqualTo("stopped");
        Instance stopped = saga.until(machine, Status.STOPPED);
        assertThat(stopped.state().reason().detail()).contains("is kept at its vendor until");
        assertThat(saga.vendor.existing()).hasSize(1);
        saga.destroy(machine);
        saga.until(machine, Status.DESTROYED);
        assertThat(saga.vendor.existing()).isEmpty();
    }

    @Test
    void whatTheVendorSaysIsWhyTheMachineMoves() throws Exception {
        InstanceId machine = bench.machineThatSaves(ana, 1);
        Box box = bench.box(machine);
        saga.vendor.advance(first(machine).vendorRef().orElseThrow(), RentedBox.Status.STOPPED);
        look(box);
        bench.lost(machine, box, saga.clock.instant(), "vendor");
        assertThat(newest(machine).trigger()).isEqualTo(Failover.Trigger.PROVIDER_STOP);
        assertThat(newest(machine).keptUntil()).isNull();
        FailoverEvent.Decided decided = new Told(saga.jdbc).only(machine, FailoverEvent.Decided.class);
        assertThat(decided.trigger()).isEqualTo("provider_stop");
        assertThat(decided.placement()).isEqualTo(box.placement);
        assertThat(decided.placementKind()).isEqualTo("gpu");
        assertThat(decided.lastConfirmedAt())
                .isEqualTo(first(machine).servingUntil().orElseThrow());

        InstanceId gone = bench.machineThatSaves(ana, 1);
        Box removed = bench.box(gone);
        saga.vendor.remove(first(gone).vendorRef().orElseThrow());
        look(removed);
        bench.lost(gone, removed, saga.clock.instant(), "vendor");
        assertThat(newest(gone).trigger()).isEqualTo(Failover.Trigger.LOST);
    }

    @Test
    void whatIsRentedToTheHighestBidderAndStoppedWasOutbid() throws Exception {
        InstanceId machine = bench.machineThatSaves(ana, 1);
        Box box = bench.box(machine);
        saga.transactions.executeWithoutResult(status -> {
            Instance instance = saga.instances.lock(machine).orElseThrow();
            RentalSpec spec = instance.spec();
            instance.respecify(new RentalSpec(
                    spec.offer(),
                    spec.gpu(),
                    spec.standIns(),
                    spec.gpuCount(),
                    spec.region(),
                    Offer.Kind.SPOT,
                    spec.image(),
                    spec.diskGb(),
                    spec.ports(),
                    spec.environment(),
                    spec.startCommand(),
                    spec.sshKeys(),
                    spec.maxPrice()));
            saga.instances.save(instance, Origin.system("test"), saga.clock.instant());
        });
        saga.vendor.advance(first(machine).vendorRef().orElseThrow(), RentedBox.Status.STOPPED);
        look(box);
        bench.lost(machine, box, saga.clock.instant(), "vendor");
        assertThat(newest(machine).trigger()).isEqualTo(Failover.Trigger.OUTBID);
    }

    private void look(Box box) throws Exception {
        var response = mvc.perform(post("/internal/placements/" + box.placement + "/look")
                        .header("Authorization", Users.monitoring()))
                .andReturn()
                .getResponse();
        assertThat(response.getStatus()).isEqualTo(200);
    }
}
