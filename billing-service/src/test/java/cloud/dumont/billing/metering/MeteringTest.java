package cloud.dumont.billing.metering;

import static cloud.dumont.billing.Customers.ended;
import static cloud.dumont.billing.Customers.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.billing.BillingTest;
import cloud.dumont.billing.Customers;
import cloud.dumont.billing.audit.LedgerAudit;
import cloud.dumont.billing.ledger.History;
import cloud.dumont.billing.spending.LaunchHolds;
import cloud.dumont.billing.usage.Ended;
import cloud.dumont.billing.usage.Started;
import cloud.dumont.billing.wallet.Balance;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;

/** Late, twice, never, in the wrong order: the user pays exactly the seconds. */
@BillingTest
class MeteringTest {
    private static final Instant T = Instant.parse("2031-03-01T12:00:00Z");
    private static final String PRICE = "0.360000000";
    /** At 0.36 USD/h a second costs 100 micro-dollars; ten minutes cost 60,000. */
    private static final long SECOND = 100;

    private static final long RESERVE = 600 * SECOND;

    @Autowired
    private Metering metering;

    @Autowired
    private LaunchHolds holds;

    @Autowired
    private Wallets wallets;

    @Autowired
    private History history;

    @Autowired
    private LedgerAudit audit;

    @Autowired
    private Customers customers;

    private UserId user = new UserId(UUID.randomUUID());
    private final InstanceId machine = Customers.instance();
    private final PlacementId box = Customers.placement();

    @BeforeEach
    void someone() {
        user = customers.with("10", "0", T);
    }

    @AfterEach
    void theBooksAreRight() {
        assertThat(audit.run())
                .allSatisfy((law, wrong) -> assertThat(wrong).as(law.name()).isZero());
    }

    private Balance balance(Instant at) {
        return wallets.read(user, at).orElseThrow().balance();
    }

    private Money left(long micros) {
        return Money.parse("10").minus(new Money(micros));
    }

    private Started start() {
        return started(user, machine, box, T, PRICE);
    }

    private Ended end(long seconds, String reason) {
        return ended(user, machine, box, T.plusSeconds(seconds), reason);
    }

    @Test
    void aMachineCostsItsSeconds() {
        metering.started(start(), T.plusMillis(40));
        assertThat(balance(T.plusSeconds(30)))
                .isEqualTo(new Balance(
                        left(RESERVE + 30 * SECOND),
                        Money.parse("10"),
                        new Money(RESERVE),
                        new Money(30 * SECOND),
                        HourlyPrice.parse(PRICE),
                        T.plusSeconds(99_400),
                        T.plusSeconds(30)));
        metering.ended(end(1234, "stopped"), T.plusSeconds(1235));
        Balance after = balance(T.plusSeconds(9000));
        assertThat(after.posted()).isEqualTo(left(1234 * SECOND));
        assertThat(after.available()).isEqualTo(after.posted());
        assertThat(after.runsOutAt()).isNull();
        assertThat(after.burnPerHour()).isEqualTo(HourlyPrice.ZERO);
    }

    @Test
    void factsThatComeTwiceCountOnce() {
        metering.started(start(), T);
        metering.started(start(), T.plusSeconds(10));
        metering.ended(end(100, "stopped"), T.plusSeconds(101));
        metering.ended(end(100, "stopped"), T.plusSeconds(500));
        metering.started(start(), T.plusSeconds(600));
        assertThat(balance(T.plusSeconds(700)).posted()).isEqualTo(left(100 * SECOND));
    }

    @Test
    void anEndBeforeItsStartWaitsForIt() {
        metering.ended(end(100, "stopped"), T.plusSeconds(101));
        assertThat(balance(T.plusSeconds(102)).posted()).isEqualTo(left(0));
        metering.started(start(), T.plusSeconds(103));
        assertThat(balance(T.plusSeconds(9000)).posted()).isEqualTo(left(100 * SECOND));
        assertThat(balance(T.plusSeconds(9000)).held()).isEqualTo(Money.ZERO);
    }

    @Test
    void aCloseBeforeTheLastReadingGivesBackToThePurseThatPaid() {
        UserId both = customers.with("0.05", "1", T);
        metering.started(started(both, machine, box, T, PRICE), T);
        holds.take(both, Customers.instance(), HourlyPrice.ZERO, T.plusSeconds(1000));
        assertThat(history.list(both, machine, null, 10).getFirst().amount()).isEqualTo(new Money(-1000 * SECOND));
        metering.ended(ended(both, machine, box, T.plusSeconds(400), "lost"), T.plusSeconds(1100));

        var back = history.list(both, machine, null, 10).getFirst();
        assertThat(back.kind()).isEqualTo("usage_correction");
        assertThat(back.amount()).isEqualTo(new Money(600 * SECOND));
        var wallet = wallets.read(both, T.plusSeconds(1100)).orElseThrow().wallet();
        // 100,000 had been paid, 50,000 of it by gifts; 60,000 come back: the paid 50,000 first, then 10,000 of the
        // gift.
        assertThat(wallet.paid().balance()).isEqualTo(Money.parse("1"));
        assertThat(wallet.promo().balance()).isEqualTo(new Money(10_000));
    }

    @Test
    void aSecondEndOnlyCountsWhenItIsEarlier() {
        metering.started(start(), T);
        metering.ended(end(100, "stopped"), T.plusSeconds(101));
        metering.ended(end(150, "stopped"), T.plusSeconds(151));
        assertThat(balance(T.plusSeconds(200)).posted()).isEqualTo(left(100 * SECOND));
        metering.ended(end(80, "lost"), T.plusSeconds(152));
        assertThat(balance(T.plusSeconds(200)).posted()).isEqualTo(left(80 * SECOND));
    }

    @Test
    void anEndBeforeTheStartOfTimeCostsNothing() {
        metering.started(start(), T);
        metering.ended(end(-30, "lost"), T.plusSeconds(5));
        assertThat(balance(T.plusSeconds(5)).posted()).isEqualTo(left(0));
    }

    @Test
    void aLostMachineIsPaidUntilItWasLastSeen() {
        Instant closed = T.plusSeconds(300);
        assertThat(Ended.paidUntil(closed, "lost", T.plusSeconds(210))).isEqualTo(T.plusSeconds(210));
        assertThat(Ended.paidUntil(closed, "lost", T.plusSeconds(310))).isEqualTo(closed);
        assertThat(Ended.paidUntil(closed, "stopped", T.plusSeconds(210))).isEqualTo(closed);
        assertThat(Ended.paidUntil(closed, "lost", null)).isEqualTo(closed);
    }

    @Test
    void aClockThatIsAheadIsCorrectedByTheClose() {
        metering.started(start(), T.plus(Duration.ofMinutes(10)));
        metering.ended(end(60, "stopped"), T.plus(Duration.ofMinutes(11)));
        assertThat(balance(T.plusSeconds(60)).posted()).isEqualTo(left(60 * SECOND));
    }

    @Test
    void theLaunchHoldMakesRoomForTheReserve() {
        UserId poor = customers.with("0.15", "0", T);
        holds.take(poor, machine, HourlyPrice.parse(PRICE), T.minusSeconds(60));
        assertThat(wallets.read(poor, T).orElseThrow().balance().available()).isEqualTo(Money.ZERO);
        metering.started(started(poor, machine, box, T, PRICE), T.plusSeconds(20));
        Balance balance = wallets.read(poor, T.plusSeconds(20)).orElseThrow().balance();
        assertThat(balance.held()).isEqualTo(new Money(RESERVE));
        assertThat(balance.available()).isEqualTo(new Money(150_000 - RESERVE - 20 * SECOND));
    }

    @Test
    void theNextMachineOfTheSameInstanceIsAnotherInterval() {
        metering.started(start(), T);
        metering.ended(end(100, "stopped"), T.plusSeconds(101));
        PlacementId next = Customers.placement();
        metering.started(started(user, machine, next, T.plusSeconds(100), PRICE), T.plusSeconds(102));
        metering.ended(ended(user, machine, next, T.plusSeconds(150), "destroyed"), T.plusSeconds(151));
        assertThat(balance(T.plusSeconds(999)).posted()).isEqualTo(left(150 * SECOND));
    }

    @Test
    void twoBoxesCannotBePaidForAtOnce() {
        metering.started(start(), T);
        Started other = started(user, machine, Customers.placement(), T.plusSeconds(50), PRICE);
        assertThatThrownBy(() -> metering.started(other, T.plusSeconds(51)))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasStackTraceContaining("one_payer");
        metering.ended(end(60, "stopped"), T.plusSeconds(61));
        assertThat(balance(T.plusSeconds(61)).posted()).isEqualTo(left(60 * SECOND));
    }
}
