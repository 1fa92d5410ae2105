package cloud.dumont.instances.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import cloud.dumont.instances.backup.Box;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Journey;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.PlacementState;
import cloud.dumont.instances.provisioning.BootstrapToken;
import cloud.dumont.instances.provisioning.LaunchOrders;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.instances.standby.StandbyPolicy;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.StandbyOrder;
import cloud.dumont.provider.testkit.FakeStandbyProvider;
import cloud.dumont.provider.testkit.SshGreeting;
import cloud.dumont.web.caller.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.MockMvc;

/** A lost box, and the machine that goes on. */
@SteppedTest
@Import(StandbyCloud.class)
class FailoverTest {
    @Autowired
    private SagaBench saga;

    @Autowired
    private FakeStandbyProvider cloud;

    @Autowired
    private Failovers failovers;

    @Autowired
    private StandbyIntents intents;

    @Autowired
    private LaunchOrders orders;

    @Autowired
    private MockMvc mvc;

    private final Caller ana = Users.someone();
    private StandbyBench bench;
    private SshGreeting sshd;
    private InstanceId machine;
    private Box box;

    @BeforeEach
    void aMachineThatSaves() throws Exception {
        sshd = new SshGreeting();
        sshd.open();
        bench = new StandbyBench(saga, cloud, mvc);
        cloud.answersAt(sshd.endpoint());
        for (String zone : List.of("us-central1-a", "us-central1-b", "us-central1-c", "us-central1-f")) {
            cloud.restock(zone);
        }
        machine = saga.request(ana, saga.sell(1));
        saga.until(machine, Status.RUNNING);
        bench.realTime();
        box = bench.box(machine);
        box.open();
        box.save("first");
    }

    @AfterEach
    void close() throws Exception {
        cloud.failAlways(null);
        sshd.close();
    }

    private Instant now() {
        return saga.clock.instant();
    }

    @Test
    void aLostMachineGoesOnOnAStandbyUnderANewEpoch() throws Exception {
        Instant lastSeen = now();
        saga.clock.advance(Duration.ofSeconds(44));
        assertThat(bench.lost(machine, box, lastSeen)).isEqualTo("failing_over");
        Instance fenced = saga.instance(machine);
        assertThat(fenced.status()).isEqualTo(Status.FAILING_OVER);
        assertThat(fenced.epoch().value()).isEqualTo(2);
        assertThat(box.say("backup/orders", new cloud.dumont.agent.protocol.backup.BackupOpen(box.epoch))
                        .code())
                .as("the old box saves nothing more")
                .isEqualTo("stale_epoch");

        Instance onStandby = bench.until(machine, Status.ON_STANDBY);
        InstanceState.OnStandby state = (InstanceState.OnStandby) onStandby.state();
        assertThat(state.serving().kind()).isEqualTo("standby");
        assertThat(state.serving().ssh()).isEqualTo(sshd.endpoint());
        assertThat(onStandby.epoch().value()).isEqualTo(2);
        List<Placement> placements = saga.placements.of(machine);
        assertThat(placements).hasSize(2);
        assertThat(placements.getFirst().state()).isEqualTo(PlacementState.SERVING);
        assertThat(placements.getLast().servingUntil()).contains(lastSeen);
        saga.reclaimUntilGone();
        assertThat(saga.vendor.existing()).isEmpty();

        Failover told = failovers.newest(machine).orElseThrow();
        assertThat(told.phase()).isEqualTo(Failover.Phase.ON_STANDBY);
        assertThat(told.fromEpoch()).isEqualTo(box.epoch);
        assertThat(told.evidence()).hasSize(1);
        assertThat(told.usableAt()).isNotNull();
        assertThat(told.lostWorkSeconds()).isNotNull();
        assertThat(saga.facts(machine))
                .containsSubsequence("placement.serving_ended", "placement.intended", "placement.serving_started");
        mvc.perform(get("/api/v1/instances/" + machine + "/failovers").header("Authorization", Users.bearer(ana)))
                .andExpect(result -> assertThat(result.getResponse().getContentAsString())
                        .contains("\"phase\":\"on_standby\"", "\"kind\":\"ssh_probe\""));
    }

    @Test
    void fromOneEpochOnlyOneFailoverStarts() throws Exception {
        assertThat(bench.lost(machine, box, now())).isEqualTo("failing_over");
        assertThat(bench.lost(machine, box, now())).isEqualTo("stale");
        bench.until(machine, Status.ON_STANDBY);
        assertThat(bench.lost(machine, box, now())).isEqualTo("stale");
        assertThat(failovers.list(machine, null, 10)).hasSize(1);
    }

    @Test
    void zonesWithoutRoomArePassedOverInOrder() throws Exception {
        cloud.sellOut("us-central1-a");
        cloud.sellOut("us-central1-b");
        bench.lost(machine, box, now());
        bench.until(machine, Status.ON_STANDBY);
        assertThat(failovers.newest(machine).orElseThrow().target())
                .isEqualTo(new Failover.Place("standby", "fakestandby", "us-central1-c"));
        assertThat(cloud.existing()).hasSize(1);
    }

    @Test
    void withoutAnyRoomItIsTriedAgainUntilThereIs() throws Exception {
        for (String zone : List.of("us-central1-a", "us-central1-b", "us-central1-c", "us-central1-f")) {
            cloud.sellOut(zone);
        }
        bench.lost(machine, box, now());
        bench.until(machine, instance -> instance.state().reason().detail().contains("no zone has room"));
        cloud.restock("us-central1-b");
        bench.until(machine, Status.ON_STANDBY);
        assertThat(failovers.newest(machine).orElseThrow().target().zone()).isEqualTo("us-central1-b");
    }

    @Test
    void aLostAnswerOfTheCloudIsFoundByName() throws Exception {
        cloud.loseNextAnswer();
        bench.lost(machine, box, now());
        bench.until(machine, Status.ON_STANDBY);
        assertThat(cloud.existing()).as("the one that was made").hasSize(1);
        assertThat(saga.placements.of(machine)).hasSize(2);
    }

    @Test
    void aWorkerThatDiesBeforeItsCallLeavesAnAttemptThatIsSettledAndTheNextZoneIsTried() throws Exception {
        bench.lost(machine, box, now());
        intents.intend(
                machine,
                new Standbys.Place("us-central1-a", "e2-standard-4", false),
                cloud.vendor(),
                BootstrapToken.make());
        assertThat(cloud.existing()).isEmpty();
        bench.until(machine, Status.ON_STANDBY);
        assertThat(failovers.newest(machine).orElseThrow().target())
                .isEqualTo(new Failover.Place("standby", cloud.vendor(), "us-central1-b"));
        saga.reclaimUntilGone();
        assertThat(cloud.existing()).hasSize(1);
    }

    @Test
    void aWorkerThatDiesAfterItsCallLeavesAStandbyThatIsAdopted() throws Exception {
        bench.lost(machine, box, now());
        BootstrapToken token = BootstrapToken.make();
        StandbyPurchase.Intent intent = intents.intend(
                        machine, new Standbys.Place("us-central1-a", "e2-standard-4", false), cloud.vendor(), token)
                .orElseThrow();
        cloud.launch(new StandbyOrder(
                intent.attempt().id().value(),
                intent.attempt().label(),
                "us-central1-a",
                "e2-standard-4",
                false,
                intent.diskGb(),
                orders.startScript(token)));
        bench.until(machine, Status.ON_STANDBY);
        assertThat(failovers.newest(machine).orElseThrow().target())
                .isEqualTo(new Failover.Place("standby", cloud.vendor(), "us-central1-a"));
        assertThat(cloud.existing()).hasSize(1);
    }

    @Test
    void whileTheCloudIsAwayTheMachineWaits() throws Exception {
        cloud.failAlways(new ProviderException.Unreachable("away", null));
        bench.lost(machine, box, now());
        for (int i = 0; i < 300; i++) {
            saga.step(machine);
            saga.clock.advance(Duration.ofSeconds(3));
        }
        assertThat(saga.status(machine)).isEqualTo(Status.FAILING_OVER);
        cloud.failAlways(null);
        bench.until(machine, Status.ON_STANDBY);
        saga.reclaimUntilGone();
        assertThat(cloud.existing()).hasSize(1);
    }

    @Test
    void aStandbyThatIsTakenDuringTheRestoreIsReplaced() throws Exception {
        bench.lost(machine, box, now());
        bench.until(
                machine,
                instance -> instance.state() instanceof InstanceState.FailingOver moving
                        && moving.journey() instanceof Journey.Restoring);
        cloud.preempt(cloud.existing().iterator().next());
        // Its agent is gone with it.
        for (int i = 0; i < 5; i++) {
            saga.step(machine);
            saga.clock.advance(Duration.ofSeconds(1));
        }
        bench.until(machine, Status.ON_STANDBY);
        assertThat(failovers.newest(machine).orElseThrow().target().zone()).isEqualTo("us-central1-b");
        saga.reclaimUntilGone();
        assertThat(cloud.existing()).hasSize(1);
        assertThat(saga.instance(machine).epoch().value()).isEqualTo(3);
    }

    @Test
    void aStandbyThatIsLostWhileItServesIsLeftLikeAnyBox() throws Exception {
        bench.lost(machine, box, now());
        bench.until(machine, Status.ON_STANDBY);
        Box standby = bench.box(machine);
        assertThat(bench.lost(machine, standby, now())).isEqualTo("failing_over");
        bench.until(machine, Status.ON_STANDBY);
        assertThat(failovers.list(machine, null, 10)).hasSize(2);
        saga.reclaimUntilGone();
        assertThat(cloud.existing()).hasSize(1);
    }

    @Test
    void whoWantsNoStandbyGetsAStoppedMachine() throws Exception {
        saga.transactions.executeWithoutResult(status -> {
            Instance instance = saga.instances.lock(machine).orElseThrow();
            instance.standBy(new StandbyPolicy(StandbyPolicy.Kind.OFF, null, null, false));
            saga.instances.save(instance, Origin.system("test"), now());
        });
        assertThat(bench.lost(machine, box, now())).isEqualTo("stopped");
        saga.until(machine, Status.STOPPED);
        assertThat(failovers.newest(machine)).isEmpty();
    }

    @Test
    void aMachineThatFailsOverCanBeStoppedAndDestroyedAtAnyMoment() throws Exception {
        bench.lost(machine, box, now());
        saga.step(machine);
        saga.stop(machine);
        saga.until(machine, Status.STOPPED);
        saga.reclaimUntilGone();
        assertThat(cloud.existing()).isEmpty();
        assertThat(saga.vendor.existing()).isEmpty();
    }

    @Test
    void afterFiveMovesInADayItStops() throws Exception {
        bench.lost(machine, box, now());
        for (int i = 1; i < 5; i++) {
            bench.until(machine, Status.ON_STANDBY);
            assertThat(bench.lost(machine, bench.box(machine), now())).isEqualTo("failing_over");
        }
        bench.until(machine, Status.ON_STANDBY);
        assertThat(bench.lost(machine, bench.box(machine), now())).isEqualTo("stopped");
        saga.until(machine, Status.STOPPED);
    }
}
