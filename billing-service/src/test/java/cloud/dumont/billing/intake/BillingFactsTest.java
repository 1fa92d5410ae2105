package cloud.dumont.billing.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.billing.BillingTest;
import cloud.dumont.billing.Customers;
import cloud.dumont.billing.ledger.History;
import cloud.dumont.billing.spending.LaunchHolds;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.events.Actor;
import cloud.dumont.events.DomainEvent;
import cloud.dumont.events.Envelope;
import cloud.dumont.events.EventFamily;
import cloud.dumont.events.EventJson;
import cloud.dumont.events.EventTypes;
import cloud.dumont.events.FailoverEvent;
import cloud.dumont.events.IdentityEvent;
import cloud.dumont.events.InstanceEvent;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.testkit.HeldClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Facts as they come over the streams. */
@BillingTest
class BillingFactsTest {
    @Autowired
    private StringRedisTemplate redis;

    @Autowired
    private Wallets wallets;

    @Autowired
    private History history;

    @Autowired
    private LaunchHolds holds;

    @Autowired
    private HeldClock clock;

    @Autowired
    private JdbcClient jdbc;

    private final UserId user = new UserId(UUID.randomUUID());
    private final InstanceId machine = Customers.instance();
    private final PlacementId box = Customers.placement();

    private Envelope fact(String subject, String key, DomainEvent event, @Nullable UserId payer) {
        return new Envelope(
                new EventId(UUID.randomUUID()),
                EventTypes.nameOf(event),
                1,
                clock.instant(),
                subject,
                key,
                1,
                new Epoch(1),
                payer,
                Actor.system("test"),
                null,
                event);
    }

    private void publish(Envelope fact) {
        EventFamily family = EventTypes.familyOf(fact.data());
        redis.opsForStream().add(family.stream(), Map.of("e", EventJson.write(fact)));
    }

    private Money posted() {
        return wallets.read(user, clock.instant())
                .map(found -> found.wallet().posted())
                .orElse(Money.ZERO);
    }

    private Envelope started() {
        return fact(
                box.text(),
                machine.text(),
                new PlacementEvent.ServingStarted(
                        machine,
                        "gpu",
                        1,
                        clock.instant(),
                        HourlyPrice.parse("0.36"),
                        HourlyPrice.parse("0.30"),
                        "rtx_4090",
                        1,
                        "vastai"),
                user);
    }

    private Envelope ended(Duration after) {
        Instant at = clock.instant().plus(after);
        return fact(
                box.text(),
                machine.text(),
                new PlacementEvent.ServingEnded(machine, "gpu", 1, at, "stopped", null),
                user);
    }

    @Test
    void aVerifiedUserIsWelcomedOnceAndAMachineIsPaidForBySeconds() {
        for (int repeat = 0; repeat < 3; repeat++) {
            // Not the same fact again but the same news: the key of the posting knows.
            publish(fact(user.text(), user.text(), new IdentityEvent.UserVerified(user), user));
        }
        await().untilAsserted(() -> assertThat(posted()).isEqualTo(Money.parse("25")));
        holds.take(user, machine, HourlyPrice.parse("0.36"), clock.instant());
        Envelope start = started();
        Envelope end = ended(Duration.ofSeconds(100));
        for (Envelope fact : List.of(start, start, end, end, start)) {
            publish(fact);
        }
        await().untilAsserted(() -> assertThat(posted()).isEqualTo(Money.parse("24.99")));
        assertThat(history.list(user, null, null, 10))
                .extracting(History.Item::kind)
                .containsExactlyInAnyOrder("promo", "usage");
        assertThat(wallets.read(user, clock.instant()).orElseThrow().wallet().held())
                .isEqualTo(Money.ZERO);
        assertThat(types()).contains("wallet.changed", "usage.flushed");
    }

    @Test
    void workThatWasLostComesBackOnce() {
        publish(fact(user.text(), user.text(), new IdentityEvent.UserVerified(user), user));
        await().untilAsserted(() -> assertThat(posted()).isEqualTo(Money.parse("25")));
        FailoverId failover = new FailoverId(UUID.randomUUID());
        Instant end = clock.instant().plusSeconds(1000);
        FailoverEvent.Completed completed = new FailoverEvent.Completed(
                machine,
                failover,
                new Epoch(2),
                "standby",
                "us-central1-b",
                end.minusSeconds(400),
                end,
                "lost",
                box,
                "gpu",
                Map.of());
        publish(started());
        publish(ended(Duration.ofSeconds(1000)));
        await().untilAsserted(() -> assertThat(posted()).isEqualTo(Money.parse("24.9")));
        Envelope first = fact(failover.text(), machine.text(), completed, user);
        Envelope sameNews = fact(failover.text(), machine.text(), completed, user);
        Envelope returned = fact(
                failover.text(), machine.text(), new FailoverEvent.Returned(machine, failover, new Epoch(3), 9), user);
        for (Envelope fact : List.of(first, first, sameNews, returned)) {
            publish(fact);
        }
        await().untilAsserted(() -> assertThat(consumed(returned)).isTrue());
        assertThat(posted()).isEqualTo(Money.parse("24.94"));
        assertThat(history.list(user, null, null, 10))
                .extracting(History.Item::kind)
                .containsExactlyInAnyOrder("promo", "usage", "loss_credit");
    }

    @Test
    void workThatWasLostIsCreditedWhenTheBoxIsGivenUpWhateverBecomesOfTheMachine() {
        publish(fact(user.text(), user.text(), new IdentityEvent.UserVerified(user), user));
        FailoverId failover = new FailoverId(UUID.randomUUID());
        Instant end = clock.instant().plusSeconds(1000);
        FailoverEvent.Decided decided = new FailoverEvent.Decided(
                machine, failover, new Epoch(1), "lost", end.minusSeconds(400), end, 400, box, "gpu", end);
        FailoverEvent.Decided ofAnEarlierVersion = new FailoverEvent.Decided(
                machine, failover, new Epoch(1), "lost", end.minusSeconds(400), end, 400, null, null, null);
        publish(started());
        publish(ended(Duration.ofSeconds(1000)));
        await().untilAsserted(() -> assertThat(posted()).isEqualTo(Money.parse("24.9")));
        Envelope old = fact(failover.text(), machine.text(), ofAnEarlierVersion, user);
        publish(old);
        await().untilAsserted(() -> assertThat(consumed(old)).isTrue());
        assertThat(posted()).as("it does not say which box").isEqualTo(Money.parse("24.9"));
        publish(fact(failover.text(), machine.text(), decided, user));
        await().untilAsserted(() -> assertThat(posted()).isEqualTo(Money.parse("24.94")));
        Envelope aborted =
                fact(failover.text(), machine.text(), new FailoverEvent.Aborted(machine, failover, "stopped"), user);
        Envelope completed = fact(
                failover.text(),
                machine.text(),
                new FailoverEvent.Completed(
                        machine,
                        failover,
                        new Epoch(2),
                        "standby",
                        "us-central1-b",
                        end.minusSeconds(400),
                        end,
                        "lost",
                        box,
                        "gpu",
                        Map.of()),
                user);
        publish(completed);
        publish(aborted);
        await().untilAsserted(() -> assertThat(consumed(aborted)).isTrue());
        assertThat(posted()).as("once").isEqualTo(Money.parse("24.94"));
    }

    @Test
    void aDestroyedMachineGivesItsLaunchHoldBack() {
        publish(fact(user.text(), user.text(), new IdentityEvent.UserVerified(user), user));
        await().untilAsserted(() -> assertThat(posted()).isEqualTo(Money.parse("25")));
        holds.take(user, machine, HourlyPrice.parse("0.36"), clock.instant());
        publish(fact(machine.text(), machine.text(), new InstanceEvent.Destroyed("m"), user));
        await().untilAsserted(() -> assertThat(wallets.read(user, clock.instant())
                        .orElseThrow()
                        .wallet()
                        .held())
                .isEqualTo(Money.ZERO));
    }

    @Test
    void factsThatDoNotConcernMoneyPassBy() {
        publish(fact(box.text(), machine.text(), new PlacementEvent.Enrolled(machine, "1", "x"), user));
        redis.opsForStream()
                .add(
                        EventFamily.PLACEMENT.stream(),
                        Map.of(
                                "e",
                                EventJson.write(started())
                                        .replace("placement.serving_started", "placement.something_new")));
        publish(fact(user.text(), user.text(), new IdentityEvent.UserVerified(user), user));
        await().untilAsserted(() -> assertThat(posted()).isEqualTo(Money.parse("25")));
        assertThat(jdbc.sql("SELECT count(*) FROM usage_intervals WHERE user_id = :user")
                        .param("user", user.value())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private boolean consumed(Envelope fact) {
        return jdbc.sql("SELECT count(*) FROM inbox WHERE event_id = :id")
                        .param("id", fact.id().value())
                        .query(Integer.class)
                        .single()
                == 1;
    }

    private List<String> types() {
        return jdbc.sql("SELECT DISTINCT payload ->> 'type' FROM outbox WHERE key = :key")
                .param("key", user.text())
                .query(String.class)
                .list();
    }
}
