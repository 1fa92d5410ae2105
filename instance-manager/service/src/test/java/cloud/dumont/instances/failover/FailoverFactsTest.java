package cloud.dumont.instances.failover;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.events.Envelope;
import cloud.dumont.events.FailoverEvent;
import cloud.dumont.instances.backup.Box;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.testkit.FakeStandbyProvider;
import cloud.dumont.provider.testkit.SshGreeting;
import cloud.dumont.web.caller.Caller;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.MockMvc;

/** What others hear of a move, and that each move ends once. */
@SteppedTest
@Import(StandbyCloud.class)
class FailoverFactsTest {
    @Autowired
    private SagaBench saga;

    @Autowired
    private FakeStandbyProvider cloud;

    @Autowired
    private Failovers failovers;

    @Autowired
    private FailoverEnds ends;

    @Autowired
    private FailoverWork work;

    @Autowired
    private MockMvc mvc;

    private final Caller ana = Users.someone();
    private StandbyBench bench;
    private SshGreeting sshd;
    private Told told;
    private InstanceId machine;
    private Box box;

    @BeforeEach
    void aMachineThatSaves() throws Exception {
        sshd = new SshGreeting();
        sshd.open();
        bench = new StandbyBench(saga, cloud, mvc);
        cloud.answersAt(sshd.endpoint());
        told = new Told(saga.jdbc);
        machine = saga.request(ana, saga.sell(3));
        saga.until(machine, Status.RUNNING);
        bench.realTime();
        box = bench.box(machine);
        box.open();
        box.save("first");
    }

    @AfterEach
    void close() {
        sshd.close();
    }

    private Failover newest() {
        return failovers.newest(machine).orElseThrow();
    }

    @Test
    void aMoveIsToldWithWhatItsCreditNeeds() throws Exception {
        Instant lastSeen = saga.clock.instant();
        saga.clock.advance(Duration.ofSeconds(44));
        bench.lost(machine, box, lastSeen);
        FailoverEvent.Decided decided = told.only(machine, FailoverEvent.Decided.class);
        assertThat(decided.fromEpoch()).isEqualTo(box.epoch);
        assertThat(decided.trigger()).isEqualTo("lost");
        assertThat(decided.lastSeenAt()).isEqualTo(lastSeen);
        assertThat(decided.recoveryPoint()).isEqualTo(newest().recoveryPoint()).isNotNull();
        assertThat(told.all(machine, FailoverEvent.Completed.class)).isEmpty();

        bench.until(machine, Status.ON_STANDBY);
        FailoverEvent.Completed completed = told.only(machine, FailoverEvent.Completed.class);
        Placement lost = saga.placements.of(machine).getLast();
        assertThat(completed.failover()).isEqualTo(newest().id());
        assertThat(completed.placement()).isEqualTo(box.placement).isEqualTo(lost.id());
        assertThat(completed.placementKind()).isEqualTo("gpu");
        assertThat(completed.kind()).isEqualTo("standby");
        assertThat(completed.zone()).isEqualTo(newest().target().zone());
        assertThat(completed.toEpoch()).isEqualTo(newest().toEpoch());
        assertThat(completed.lastConfirmedAt())
                .isEqualTo(lost.servingUntil().orElseThrow())
                .isEqualTo(lastSeen);
        assertThat(completed.recoveryPoint()).isEqualTo(decided.recoveryPoint());
        assertThat(completed.ms()).containsOnlyKeys("detect", "activate", "restore", "total");
        assertThat(completed.ms()).containsEntry("detect", 44_000L);
        assertThat(completed.ms().get("total"))
                .isEqualTo(44_000L
                        + completed.ms().get("activate")
                        + completed.ms().get("restore"));
        for (Envelope fact : told.envelopes(machine)) {
            assertThat(fact.subject()).isEqualTo(newest().id().text());
            assertThat(fact.user()).isEqualTo(ana.user());
        }
        assertThat(saga.facts(machine))
                .containsSubsequence("failover.decided", "placement.intended", "failover.completed");
    }

    @Test
    void whoStopsAMachineOnItsWayEndsTheMoveOnce() throws Exception {
        bench.lost(machine, box, saga.clock.instant());
        saga.step(machine);
        ends.sweep();
        assertThat(newest().phase()).as("it is still on its way").isNotEqualTo(Failover.Phase.ABORTED);
        saga.stop(machine);
        ends.sweep();
        assertThat(newest().phase()).isEqualTo(Failover.Phase.ABORTED);
        assertThat(newest().abortedAt()).isNotNull();
        assertThat(newest().abortReason()).isEqualTo("stopped");
        saga.until(machine, Status.STOPPED);
        ends.sweep();
        ends.look(machine);
        assertThat(told.only(machine, FailoverEvent.Aborted.class).reason()).isEqualTo("stopped");
        assertThat(told.all(machine, FailoverEvent.Completed.class)).isEmpty();
    }

    @Test
    void theWorkItselfNoticesThatTheMachineIsGone() throws Exception {
        bench.lost(machine, box, saga.clock.instant());
        saga.destroy(machine);
        work.step(machine.text());
        assertThat(newest().phase()).isEqualTo(Failover.Phase.ABORTED);
        assertThat(told.only(machine, FailoverEvent.Aborted.class).reason()).isEqualTo("destroyed");
    }

    @Test
    void aMachineThatIsStoppedOnItsStandbyIsOnNoMoveAnyMore() throws Exception {
        bench.lost(machine, box, saga.clock.instant());
        bench.until(machine, Status.ON_STANDBY);
        suspect();
        ends.sweep();
        ends.look(machine);
        assertThat(newest().phase()).as("a suspect standby still serves").isEqualTo(Failover.Phase.ON_STANDBY);
        saga.stop(machine);
        ends.sweep();
        assertThat(newest().phase()).isEqualTo(Failover.Phase.ABORTED);
        assertThat(told.only(machine, FailoverEvent.Aborted.class).failover())
                .isEqualTo(told.only(machine, FailoverEvent.Completed.class).failover());
    }

    private void suspect() {
        saga.transactions.executeWithoutResult(status -> {
            var instance = saga.instances.lock(machine).orElseThrow();
            Origin origin = Origin.system("test");
            instance.become(((InstanceState.OnStandby) instance.state())
                    .suspect(ReasonCode.ON_STANDBY.reason(saga.clock.instant(), origin.actor())));
            saga.instances.save(instance, origin, saga.clock.instant());
        });
    }

    @Test
    void aStandbyThatIsLostEndsTheMoveThatLedThere() throws Exception {
        bench.lost(machine, box, saga.clock.instant());
        bench.until(machine, Status.ON_STANDBY);
        Failover first = newest();
        Box standby = bench.box(machine);
        saga.clock.advance(Duration.ofSeconds(1));
        bench.lost(machine, standby, saga.clock.instant());
        assertThat(newest().id()).isNotEqualTo(first.id());
        assertThat(newest().phase()).isEqualTo(Failover.Phase.CHOOSING);
        assertThat(failovers.find(first.id()).orElseThrow().phase()).isEqualTo(Failover.Phase.ABORTED);
        FailoverEvent.Aborted aborted = told.only(machine, FailoverEvent.Aborted.class);
        assertThat(aborted.failover()).isEqualTo(first.id());
        assertThat(aborted.reason()).isEqualTo("lost_again");

        bench.until(machine, Status.ON_STANDBY);
        FailoverEvent.Completed second =
                told.all(machine, FailoverEvent.Completed.class).getLast();
        assertThat(second.failover()).isEqualTo(newest().id());
        assertThat(second.placement()).isEqualTo(standby.placement);
        assertThat(second.placementKind()).isEqualTo("standby");
    }
}
