package cloud.dumont.instances.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.events.Actor;
import cloud.dumont.events.DomainEvent;
import cloud.dumont.events.Envelope;
import cloud.dumont.events.EventTypes;
import cloud.dumont.events.HealthEvent;
import cloud.dumont.events.WalletEvent;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.placement.Confirmations;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.PlacementState;
import cloud.dumont.instances.placement.ServingIntervals;
import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.outbox.FactHandler;
import cloud.dumont.provider.testkit.FakeGpuProvider;
import cloud.dumont.provider.testkit.VendorCall.Operation;
import cloud.dumont.web.caller.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

@SteppedTest
class FactsOfOthersTest {
    @Autowired
    private SagaBench bench;

    @Autowired
    private FakeGpuProvider vendor;

    @Autowired
    private FactHandler handler;

    @Autowired
    private Confirmations confirmations;

    @Autowired
    private ServingIntervals intervals;

    @Autowired
    private StringRedisTemplate redis;

    private final Caller ana = Users.someone();
    private InstanceId id = new InstanceId(new UUID(0, 0));

    @BeforeEach
    void aRunningMachine() {
        vendor.autoRun(true);
        bench.agentsReport = true;
        bench.reportedGpu = null;
        id = bench.request(ana, bench.sell(2));
        bench.until(id, Status.RUNNING);
    }

    @AfterEach
    void gone() {
        bench.destroy(id);
        bench.until(id, Status.DESTROYED);
        bench.reclaimUntilGone();
    }

    private Placement placement() {
        return bench.placements.of(id).getFirst();
    }

    private void tell(PlacementId subject, DomainEvent data) {
        Envelope envelope = new Envelope(
                new EventId(UUID.randomUUID()),
                EventTypes.nameOf(data),
                1,
                bench.clock.instant(),
                subject.text(),
                id.text(),
                1,
                null,
                ana.user(),
                Actor.system("health"),
                null,
                data);
        bench.transactions.executeWithoutResult(status -> handler.apply(envelope));
    }

    private HealthEvent.Suspected suspected() {
        Instant seen = bench.clock.instant().minusSeconds(40);
        return new HealthEvent.Suspected(id, bench.clock.instant(), seen, List.of());
    }

    @Test
    void aSuspicionShowsAndGoes() {
        tell(placement().id(), suspected());
        Instance suspect = bench.instance(id);
        assertThat(suspect.status()).isEqualTo(Status.SUSPECT);
        assertThat(suspect.state().reason().code()).isEqualTo("beats_missing");
        tell(placement().id(), suspected());
        assertThat(bench.instance(id).version()).as("told twice").isEqualTo(suspect.version());
        bench.step(id);
        assertThat(bench.status(id)).isEqualTo(Status.SUSPECT);
        tell(placement().id(), new HealthEvent.Cleared(id, bench.clock.instant()));
        assertThat(bench.status(id)).isEqualTo(Status.RUNNING);
        assertThat(placement().servingUntil()).isEmpty();
    }

    @Test
    void aSuspicionOfAnotherPlacementIsNothing() {
        tell(new PlacementId(UUID.randomUUID()), suspected());
        assertThat(bench.status(id)).isEqualTo(Status.RUNNING);
    }

    @Test
    void aSuspectThatTheVendorStoppedEndsWhenItWasLastConfirmed() {
        Instant from = placement().servingFrom().orElseThrow();
        assertThat(confirmations.confirm(
                        List.of(new Confirmations.Confirmation(placement().id(), 1, from.plusMillis(1)))))
                .isEmpty();
        tell(placement().id(), suspected());
        vendor.advance(vendor.existing().iterator().next(), cloud.dumont.provider.RentedBox.Status.STOPPED);
        bench.until(id, Status.STOPPED);
        assertThat(placement().servingUntil()).hasValue(from.plusMillis(1));
    }

    @Test
    void aUsedUpBalanceStopsTheMachineOnce() {
        tell(placement().id(), new WalletEvent.Exhausted(List.of(id)));
        tell(placement().id(), new WalletEvent.Exhausted(List.of(id)));
        assertThat(bench.instance(id).state().reason().code()).isEqualTo("final_backup");
        bench.clock.advance(Duration.ofSeconds(61));
        Instance stopped = bench.until(id, Status.STOPPED);
        assertThat(stopped.state().reason().code()).isEqualTo("balance_exhausted");
        assertThat(placement().endReason()).isEqualTo("balance");
        assertThat(vendor.existing()).isEmpty();
    }

    @Test
    void confirmationsNeverGoBackOrIntoTheFutureAndNameStaleEpochs() {
        Instant now = Instant.now();
        confirmations.confirm(List.of(new Confirmations.Confirmation(placement().id(), 1, now)));
        confirmations.confirm(List.of(new Confirmations.Confirmation(placement().id(), 1, now.minusSeconds(50))));
        confirmations.confirm(
                List.of(new Confirmations.Confirmation(placement().id(), 1, now.plus(Duration.ofDays(1)))));
        assertThat(placement().lastConfirmedAt().orElseThrow()).isBetween(now.minusMillis(1), now.plusSeconds(60));
        assertThat(confirmations.confirm(List.of(
                        new Confirmations.Confirmation(placement().id(), 7, now),
                        new Confirmations.Confirmation(placement().id(), 1, now))))
                .containsExactly(placement().id());
    }

    @Test
    void theSweepOfBillingFindsTheInterval() {
        ServingIntervals.Interval open = intervals.find(placement().id()).orElseThrow();
        assertThat(intervals.list(null, true, 100)).contains(open);
        assertThat(open.closedAt()).isNull();
        assertThat(open.priceNanosH()).isGreaterThan(open.costNanosH());
        bench.stop(id);
        bench.until(id, Status.STOPPED);
        assertThat(intervals.list(null, true, 100)).noneMatch(i -> i.placement().equals(open.placement()));
        ServingIntervals.Interval closed = intervals.list(null, false, 1).getFirst();
        assertThat(closed.placement()).isEqualTo(open.placement());
        assertThat(closed.closedAt()).isAfterOrEqualTo(open.openedAt());
        assertThat(closed.endReason()).isEqualTo("stopped");
        assertThat(intervals.list(closed, false, 100))
                .noneMatch(i -> i.placement().equals(open.placement()));
    }

    @Test
    void redisKnowsWhoHasWhat() {
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            assertThat(redis.opsForSet().members("user:" + ana.user() + ":instances"))
                    .containsExactly(id.text());
            assertThat(redis.opsForHash().entries("instance:" + id + ":status"))
                    .containsEntry("status", "running")
                    .containsEntry("epoch", "1");
        });
    }

    @Test
    void aSuspicionGoesWhenTheBoxIsHeardOfThoughThatWordIsLost() {
        Instant since = Instant.now().minusSeconds(3600);
        tell(placement().id(), new HealthEvent.Suspected(id, since, since.minusSeconds(40), List.of()));
        assertThat(bench.status(id)).isEqualTo(Status.SUSPECT);
        confirmations.confirm(List.of(new Confirmations.Confirmation(placement().id(), 1, since.plusSeconds(10))));
        bench.step(id);
        assertThat(bench.status(id)).isEqualTo(Status.RUNNING);
        assertThat(bench.instance(id).state().reason().code()).isEqualTo("beats_resumed");
    }

    @Test
    void aBoxThatBeatsBeforeItsPurchaseIsSettledIsNotStale() {
        InstanceId early = bench.request(ana, bench.sell(2));
        vendor.loseAnswerOfNext(Operation.LAUNCH);
        for (int i = 0; i < 20 && bench.placements.of(early).isEmpty(); i++) {
            bench.step(early);
        }
        Placement intended = bench.placements.of(early).getFirst();
        assertThat(intended.state()).isEqualTo(PlacementState.INTENDED);
        assertThat(confirmations.confirm(List.of(new Confirmations.Confirmation(intended.id(), 1, Instant.now()))))
                .isEmpty();
        bench.until(early, Status.RUNNING);
        bench.destroy(early);
        bench.until(early, Status.DESTROYED);
    }
}
