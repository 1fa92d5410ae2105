package cloud.dumont.monitoring.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.events.Actor;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.Box;
import cloud.dumont.monitoring.FakeInstanceManager;
import cloud.dumont.monitoring.PlatformTest;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import cloud.dumont.testkit.HeldClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Suspicion comes and goes by the held clock; real beats, real facts. */
@PlatformTest
class SuspicionTest {
    @Autowired
    FakeInstanceManager instances;

    @Autowired
    HealthBook book;

    @Autowired
    SweepHealth sweep;

    @Autowired
    Outbox outbox;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    StringRedisTemplate redis;

    @Autowired
    HeldClock clock;

    @LocalServerPort
    int port;

    private final UserId user = Ids.secure(InstantSource.system()).next(UserId::new);
    private FakeInstanceManager.Order order;
    private Box box;
    private Instant start;

    @BeforeEach
    void servingBox() {
        clock.set(InstantSource.system().instant());
        start = clock.instant();
        order = instances.order(user, "nlp-1", 1);
        box = new Box(port).ready(order.token());
        sweepEverySecond(Duration.ofSeconds(1));
        serving(1);
        await().until(() -> book.find(order.placement()).isPresent());
        assertThat(box.beat(1).status()).isEqualTo(200);
    }

    private void serving(int seq) {
        publish(new PlacementEvent.ServingStarted(
                order.instance(),
                "gpu",
                seq,
                clock.instant(),
                HourlyPrice.parse("0.2"),
                HourlyPrice.parse("0.1"),
                "rtx_4090",
                1,
                "vastai"));
    }

    private void publish(PlacementEvent event) {
        transactions.executeWithoutResult(status -> outbox.append(
                clock.instant(),
                new Fact(
                        order.placement().text(),
                        order.instance().text(),
                        1,
                        order.epoch(),
                        user,
                        Actor.system("test"),
                        null,
                        event)));
    }

    /** Time passes as it does while the service runs. */
    private void sweepEverySecond(Duration time) {
        for (long i = 0; i < time.toSeconds(); i++) {
            clock.advance(Duration.ofSeconds(1));
            sweep.sweep(clock.instant());
        }
    }

    private boolean isSuspect() {
        return book.find(order.placement()).orElseThrow() instanceof Health.Suspect;
    }

    private List<String> facts() {
        return jdbc.sql("SELECT payload ->> 'type' FROM outbox WHERE stream LIKE '%health' AND key = :key ORDER BY id")
                .param("key", order.instance().text())
                .query(String.class)
                .list();
    }

    /** The first sweep of the run, or one after other tests moved the clock, grants everybody fresh time. */
    private void afterGrace() {
        for (long seq = 2; clock.instant().isBefore(start.plusSeconds(100)); seq++) {
            sweepEverySecond(Duration.ofSeconds(10));
            assertThat(box.beat(seq).status()).isEqualTo(200);
        }
    }

    @Test
    void aSilentMachineIsSuspectUntilItIsHeardAgain() {
        afterGrace();
        sweepEverySecond(Duration.ofSeconds(30));
        assertThat(isSuspect()).isFalse();

        sweepEverySecond(Duration.ofSeconds(30));
        assertThat(isSuspect()).isTrue();
        assertThat(facts()).containsExactly("health.suspected");

        assertThat(box.beat(1000).status()).isEqualTo(200);
        assertThat(isSuspect()).isFalse();
        assertThat(facts()).containsExactly("health.suspected", "health.cleared");
        assertThat(book.find(order.placement()).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void afterTheWatchWasAwayNobodyIsSuspectAtOnce() {
        afterGrace();
        clock.advance(Duration.ofMinutes(10));

        sweep.sweep(clock.instant());
        sweepEverySecond(Duration.ofSeconds(80));
        assertThat(isSuspect()).isFalse();

        sweepEverySecond(Duration.ofSeconds(20));
        assertThat(isSuspect()).isTrue();
    }

    @Test
    void anEmptiedRedisIsFilledAgainWithFreshTime() {
        afterGrace();
        redis.delete(Deadlines.MARKER);
        for (int shard = 0; shard < Deadlines.SHARDS; shard++) {
            redis.delete("hb:" + shard);
        }

        sweepEverySecond(Duration.ofSeconds(80));
        assertThat(isSuspect()).isFalse();

        sweepEverySecond(Duration.ofSeconds(20));
        assertThat(isSuspect()).isTrue();
    }

    @Test
    void aMachineThatWasStoppedIsNotExpectedToBeat() {
        afterGrace();
        publish(new PlacementEvent.ServingEnded(order.instance(), "gpu", 1, clock.instant(), "stopped", null));
        await().until(() -> book.find(order.placement()).isEmpty());

        sweepEverySecond(Duration.ofSeconds(60));

        assertThat(facts()).isEmpty();
        // A late word of the start of what has ended.
        serving(1);
        serving(2);
        await().until(() -> book.find(order.placement()).isPresent());
        assertThat(jdbc.sql("SELECT seq FROM health WHERE placement_id = :placement")
                        .param("placement", order.placement().value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }
}
