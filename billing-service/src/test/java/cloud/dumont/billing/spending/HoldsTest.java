package cloud.dumont.billing.spending;

import static cloud.dumont.billing.Customers.ended;
import static cloud.dumont.billing.Customers.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.billing.BillingTest;
import cloud.dumont.billing.Customers;
import cloud.dumont.billing.audit.LedgerAudit;
import cloud.dumont.billing.metering.Metering;
import cloud.dumont.billing.wallet.Wallet;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@BillingTest
class HoldsTest {
    private static final Instant T = Instant.parse("2031-03-01T12:00:00Z");
    private static final HourlyPrice PRICE = HourlyPrice.parse("0.36");

    @Autowired
    private LaunchHolds holds;

    @Autowired
    private CanSpend canSpend;

    @Autowired
    private Exhaustion exhaustion;

    @Autowired
    private Metering metering;

    @Autowired
    private Wallets wallets;

    @Autowired
    private LedgerAudit audit;

    @Autowired
    private Customers customers;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transactions;

    private final InstanceId machine = Customers.instance();
    private final PlacementId box = Customers.placement();

    @AfterEach
    void theBooksAreRight() {
        assertThat(audit.run())
                .allSatisfy((law, wrong) -> assertThat(wrong).as(law.name()).isZero());
    }

    private Wallet wallet(UserId user) {
        return wallets.read(user, T).orElseThrow().wallet();
    }

    @Test
    void aLaunchHoldIsARunwayAndAReserveAndIsTakenOnce() {
        UserId user = customers.with("1", "1", T);
        LaunchHolds.Taken first = holds.take(user, machine, PRICE, T);
        assertThat(first.amount()).isEqualTo(Money.parse("0.15"));
        assertThat(first.reserve()).isEqualTo(Money.parse("0.06"));
        assertThat(first.expiresAt()).isEqualTo(T.plusSeconds(300));
        LaunchHolds.Taken again = holds.take(user, machine, PRICE, T.plusSeconds(60));
        assertThat(again.hold()).isEqualTo(first.hold());
        assertThat(again.expiresAt()).isEqualTo(T.plusSeconds(360));
        assertThat(wallet(user).held()).isEqualTo(Money.parse("0.15"));
        assertThat(wallet(user).paid().held()).isEqualTo(Money.parse("0.15"));

        LaunchHolds.Taken dearer = holds.take(user, machine, HourlyPrice.parse("0.72"), T.plusSeconds(61));
        assertThat(dearer.hold()).isNotEqualTo(first.hold());
        assertThat(wallet(user).held()).isEqualTo(Money.parse("0.30"));
        holds.release(machine, T.plusSeconds(62));
        holds.release(machine, T.plusSeconds(63));
        assertThat(wallet(user).held()).isEqualTo(Money.ZERO);
    }

    @Test
    void aHoldBeyondTheFreeMoneyIsRefusedAndNothingChanges() {
        UserId user = customers.with("0.10", "0.19", T);
        holds.take(user, machine, PRICE, T);
        long revision = wallet(user).revision();
        assertThatThrownBy(() -> holds.take(user, Customers.instance(), PRICE, T))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal())
                                .isEqualTo(new SpendingRefusal.InsufficientBalance(
                                        Money.parse("0.15"), Money.parse("0.14"))));
        assertThat(wallet(user).revision()).isEqualTo(revision);
        // Replacing a hold may use what the old one held, but no more.
        assertThatThrownBy(() -> holds.take(user, machine, HourlyPrice.parse("0.72"), T))
                .isInstanceOf(RefusedException.class);
        assertThat(wallet(user).held()).isEqualTo(Money.parse("0.15"));
    }

    @Test
    void aHoldThatNobodyRenewsExpires() {
        UserId user = customers.with("0.15", "0", T);
        holds.take(user, machine, PRICE, T);
        assertThat(holds.usersWithOverdue(T.plusSeconds(299))).doesNotContain(user);
        assertThat(holds.usersWithOverdue(T.plusSeconds(300))).contains(user);
        // The next one who asks does not wait for the task.
        assertThat(holds.take(user, Customers.instance(), PRICE, T.plusSeconds(301))
                        .amount())
                .isEqualTo(Money.parse("0.15"));
        holds.expire(user, T.plusSeconds(700));
        assertThat(wallet(user).held()).isEqualTo(Money.ZERO);
    }

    @Test
    void anotherUsersHoldIsNotThere() {
        UserId user = customers.with("1", "0", T);
        holds.take(user, machine, PRICE, T);
        UserId other = customers.with("1", "0", T);
        assertThatThrownBy(() -> holds.take(other, machine, PRICE, T)).isInstanceOf(RefusedException.class);
    }

    @Test
    void useIsPostedBeforeMoneyIsPromised() {
        UserId user = customers.with("0.30", "0", T);
        metering.started(started(user, machine, box, T, "0.36"), T);
        // 0.30 − 0.06 reserve − 1,000 s · 100 µ$ = 0.14 < 0.15
        assertThatThrownBy(() -> holds.take(user, Customers.instance(), PRICE, T.plusSeconds(1000)))
                .isInstanceOf(RefusedException.class);
        assertThat(holds.take(user, Customers.instance(), PRICE, T.plusSeconds(900))
                        .amount())
                .isEqualTo(Money.parse("0.15"));
        metering.ended(ended(user, machine, box, T.plusSeconds(900), "stopped"), T.plusSeconds(901));
    }

    @Test
    void canSpendSaysWhatALaunchWouldNeed() {
        UserId user = customers.with("0.36", "0", T);
        CanSpend.Answer answer = canSpend.ask(user, PRICE, T);
        assertThat(answer)
                .isEqualTo(new CanSpend.Answer(
                        true,
                        Money.parse("0.15"),
                        Money.parse("0.36"),
                        Money.parse("0.15"),
                        Money.parse("0.06"),
                        3600,
                        java.util.List.of()));
        assertThat(canSpend.ask(user, HourlyPrice.parse("36"), T).refusals())
                .singleElement()
                .satisfies(reason -> assertThat(reason.code()).isEqualTo("insufficient_balance"));
        assertThat(canSpend.ask(new UserId(UUID.randomUUID()), PRICE, T).allowed())
                .isFalse();
    }

    @Test
    void aFrozenAccountStartsNothing() {
        UserId user = customers.with("5", "0", T);
        jdbc.sql("UPDATE accounts SET frozen_reason = 'dispute' WHERE code = :code")
                .param("code", "wallet:" + user)
                .update();
        assertThat(canSpend.ask(user, PRICE, T).refusals())
                .singleElement()
                .satisfies(reason -> assertThat(reason.code()).isEqualTo("account_frozen"));
        assertThatThrownBy(() -> holds.take(user, machine, PRICE, T)).isInstanceOf(RefusedException.class);
    }

    @Test
    void whenNothingIsLeftMachinesStopDearestFirstAndTheReservePaysForTheirWayDown() {
        UserId user = customers.with("0.50", "0", T);
        InstanceId dear = Customers.instance();
        PlacementId dearBox = Customers.placement();
        metering.started(started(user, machine, box, T, "0.36"), T);
        metering.started(started(user, dear, dearBox, T, "0.72"), T);
        // 0.50 − 0.06 − 0.12 = 0.32; 300 µ$ a second: 1,066 s
        assertThat(exhaustion.look(user, T.plusSeconds(1000))).contains(T.plusSeconds(1066));
        assertThat(exhausted(user)).isEmpty();
        Instant end = T.plusSeconds(1066);
        assertThat(exhaustion.look(user, end)).contains(end.plusSeconds(30));
        assertThat(exhausted(user)).containsExactly("[\"" + dear + "\", \"" + machine + "\"]");

        // The dear one lands within its reserve and leaves the rest of it; the other needs more than there is in all.
        metering.ended(ended(user, dear, dearBox, end.plusSeconds(100), "balance"), end.plusSeconds(101));
        metering.ended(ended(user, machine, box, end.plusSeconds(1700), "balance"), end.plusSeconds(1701));
        assertThat(wallet(user).posted().isNegative()).isFalse();
        assertThat(wallet(user).held()).isEqualTo(Money.ZERO);
        long paid = 500_000 - wallet(user).posted().micros();
        long used = 1166 * 200 + 2766 * 100;
        assertThat(waived(user)).isEqualTo(used - paid).isEqualTo(9_800);
        assertThat(exhaustion.look(user, end.plusSeconds(1800))).isEmpty();
    }

    @Test
    void aCorrectionAfterAnOverrunFirstReturnsWhatWeBore() {
        UserId user = customers.with("0.10", "0", T);
        metering.started(started(user, machine, box, T, "0.36"), T);
        exhaustion.look(user, T.plusSeconds(1500));
        assertThat(wallet(user).posted()).isEqualTo(Money.ZERO);
        assertThat(waived(user)).isEqualTo(50_000);
        metering.ended(ended(user, machine, box, T.plusSeconds(1200), "lost"), T.plusSeconds(1600));
        assertThat(waived(user)).isEqualTo(20_000);
        assertThat(wallet(user).posted()).isEqualTo(Money.ZERO);
        metering.ended(ended(user, machine, box, T.plusSeconds(900), "lost"), T.plusSeconds(1700));
        assertThat(waived(user)).isZero();
        assertThat(wallet(user).posted()).isEqualTo(new Money(10_000));
    }

    @Test
    void aLaunchGivesWayToMachinesThatRun() {
        UserId user = customers.with("0.30", "0", T);
        metering.started(started(user, machine, box, T, "0.36"), T);
        InstanceId launching = Customers.instance();
        holds.take(user, launching, PRICE, T.plusSeconds(100));
        // 0.30 − 0.06 − 0.15 = 0.09: 900 s, not yet over when the hold is given back.
        assertThat(exhaustion.look(user, T.plusSeconds(900))).contains(T.plusSeconds(2400));
        assertThat(exhausted(user)).isEmpty();
        metering.ended(ended(user, machine, box, T.plusSeconds(1000), "stopped"), T.plusSeconds(1001));
    }

    @Test
    void aTimerMovesOnlyWithTheChangeThatMovesIt() {
        UserId user = customers.with("0.50", "0", T);
        metering.started(started(user, machine, box, T, "0.36"), T);
        assertThat(timer(user)).isEqualTo(T.plusSeconds(4400));
        transactions.executeWithoutResult(status -> {
            metering.ended(ended(user, machine, box, T.plusSeconds(5), "stopped"), T.plusSeconds(5));
            metering.started(started(user, machine, Customers.placement(), T.plusSeconds(5), "0.01"), T.plusSeconds(5));
            assertThat(timer(user)).isAfter(T.plusSeconds(100_000));
            status.setRollbackOnly();
        });
        assertThat(timer(user)).isEqualTo(T.plusSeconds(4400));
        metering.ended(ended(user, machine, box, T.plusSeconds(10), "stopped"), T.plusSeconds(10));
    }

    private Instant timer(UserId user) {
        return jdbc.sql("SELECT execution_time FROM scheduled_tasks WHERE task_instance = :user")
                .param("user", user.text())
                .query(java.time.OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private java.util.List<String> exhausted(UserId user) {
        return jdbc.sql("""
                        SELECT payload -> 'data' ->> 'stop' FROM outbox
                         WHERE key = :key AND payload ->> 'type' = 'wallet.exhausted' ORDER BY id
                        """).param("key", user.text()).query(String.class).list();
    }

    private long waived(UserId user) {
        return jdbc.sql("SELECT sum(waived_micros)::bigint FROM usage_intervals WHERE user_id = :user")
                .param("user", user.value())
                .query(Long.class)
                .single();
    }
}
