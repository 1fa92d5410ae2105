package cloud.dumont.billing.loss;

import static cloud.dumont.billing.Customers.ended;
import static cloud.dumont.billing.Customers.started;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.billing.BillingTest;
import cloud.dumont.billing.Customers;
import cloud.dumont.billing.audit.LedgerAudit;
import cloud.dumont.billing.ledger.History;
import cloud.dumont.billing.metering.Metering;
import cloud.dumont.billing.usage.IntervalKind;
import cloud.dumont.billing.usage.Stretch;
import cloud.dumont.billing.wallet.Wallet;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Work that was lost comes back as a gift: what it cost, an hour at most, once. */
@BillingTest
class LossCreditTest {
    private static final Instant T = Instant.parse("2031-03-01T12:00:00Z");
    private static final String PRICE = "0.360000000";
    /** At 0.36 USD/h a second costs 100 micro-dollars. */
    private static final long SECOND = 100;

    @Autowired
    private Metering metering;

    @Autowired
    private LossCredit losses;

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
    private final FailoverId failover = new FailoverId(UUID.randomUUID());

    @BeforeEach
    void someone() {
        user = customers.with("0", "10", T);
    }

    @AfterEach
    void theBooksAreRight() {
        assertThat(audit.run())
                .allSatisfy((law, wrong) -> assertThat(wrong).as(law.name()).isZero());
    }

    private static @Nullable Instant at(@Nullable Long second) {
        return second == null ? null : T.plusSeconds(second);
    }

    private Loss loss(@Nullable Long saved, long confirmed) {
        return new Loss(
                failover, user, machine, new Stretch(box, IntervalKind.GPU, 1), at(saved), T.plusSeconds(confirmed));
    }

    private void serve(long seconds) {
        metering.started(started(user, machine, box, T, PRICE), T);
        metering.ended(ended(user, machine, box, T.plusSeconds(seconds), "silent"), T.plusSeconds(seconds + 40));
    }

    private Wallet wallet() {
        return wallets.read(user, T.plusSeconds(90_000)).orElseThrow().wallet();
    }

    private Money gift() {
        return wallet().promo().balance();
    }

    private List<History.Item> credits() {
        return history.list(user, machine, null, 100).stream()
                .filter(item -> item.kind().equals("loss_credit"))
                .toList();
    }

    @ParameterizedTest(name = "served {0} s, saved {1}, confirmed {2}: {3} s come back")
    @CsvSource({
        "5000, 4700, 5000, 300",
        "5000, 4700, 6000, 300",
        "5000, 4700, 4900, 200",
        "9000, 100, 9000, 3600",
        "5000, -600, 700, 700",
        "700, , 700, 700",
        "9000, , 9000, 3600",
        "5000, 5000, 5000, 0",
        "5000, 6000, 5000, 0",
        "0, , 0, 0"
    })
    void whatTheLostSecondsCostComesBack(long served, @Nullable Long saved, long confirmed, long back) {
        serve(served);
        Money before = wallet().paid().balance();
        losses.take(loss(saved, confirmed), "lost", T.plusSeconds(9100));
        assertThat(gift()).isEqualTo(new Money(back * SECOND));
        assertThat(wallet().paid().balance())
                .as("a gift never turns into paid money")
                .isEqualTo(before);
    }

    @Test
    void theHistoryShowsIt() {
        serve(5000);
        losses.take(loss(4700L, 5000), "lost", T.plusSeconds(5090));
        History.Item item = history.list(user, machine, null, 10).getFirst();
        assertThat(item.kind()).isEqualTo("loss_credit");
        assertThat(item.amount()).isEqualTo(new Money(300 * SECOND));
        assertThat(item.balanceAfter()).isEqualTo(Money.parse("10").minus(new Money(4700 * SECOND)));
        assertThat(item.instance()).isEqualTo(machine);
        assertThat(item.description()).contains("300 s");
        assertThat(item.occurredAt()).isEqualTo(T.plusSeconds(5000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drill", "manual", "outbid"})
    void whoTookTheRiskGetsNothingBack(String trigger) {
        serve(5000);
        losses.take(loss(4700L, 5000), trigger, T.plusSeconds(5090));
        losses.sweep(T.plusSeconds(6000));
        assertThat(gift()).isEqualTo(Money.ZERO);
        assertThat(credits()).isEmpty();
    }

    @Test
    void aVendorsStopIsNotTheUsersRisk() {
        serve(5000);
        losses.take(loss(4700L, 5000), "provider_stop", T.plusSeconds(5090));
        assertThat(gift()).isEqualTo(new Money(300 * SECOND));
    }

    @Test
    void newsThatComesAgainChangesNothing() {
        serve(5000);
        losses.take(loss(4700L, 5000), "lost", T.plusSeconds(5090));
        long version = wallets.read(user, T).orElseThrow().wallet().revision();
        losses.take(loss(4700L, 5000), "lost", T.plusSeconds(5091));
        losses.take(loss(1000L, 5000), "lost", T.plusSeconds(5092));
        losses.sweep(T.plusSeconds(6000));
        losses.take(
                new Loss(
                        new FailoverId(UUID.randomUUID()),
                        user,
                        machine,
                        new Stretch(box, IntervalKind.GPU, 1),
                        T,
                        T.plusSeconds(5000)),
                "lost",
                T.plusSeconds(6001));
        assertThat(credits()).hasSize(1);
        assertThat(gift()).isEqualTo(new Money(300 * SECOND));
        assertThat(wallet().revision()).isEqualTo(version);
    }

    @Test
    void aLossWaitsUntilItIsKnownWhatWasPaid() {
        losses.take(loss(4700L, 5000), "lost", T.plusSeconds(5090));
        losses.sweep(T.plusSeconds(5100));
        metering.started(started(user, machine, box, T, PRICE), T.plusSeconds(5101));
        losses.sweep(T.plusSeconds(5102));
        assertThat(credits()).isEmpty();
        metering.ended(ended(user, machine, box, T.plusSeconds(5000), "silent"), T.plusSeconds(5103));
        assertThat(credits()).isEmpty();
        losses.sweep(T.plusSeconds(5160));
        losses.sweep(T.plusSeconds(5220));
        assertThat(gift()).isEqualTo(new Money(300 * SECOND));
        assertThat(credits()).hasSize(1);
    }

    @Test
    void whatNobodyPaidDoesNotComeBack() {
        user = customers.with("0", "0.1", T);
        serve(1500);
        assertThat(wallet().paid().balance()).isEqualTo(Money.ZERO);
        losses.take(loss(900L, 1500), "lost", T.plusSeconds(1600));
        assertThat(gift()).as("of 600 lost seconds 500 were never paid").isEqualTo(new Money(100 * SECOND));
    }

    @Test
    void whateverComesWhenNobodyGetsMoreThanWasPaid() {
        Random random = new Random(20310301);
        for (int round = 0; round < 60; round++) {
            once(random, "round " + round);
        }
    }

    /** One machine, its facts and their repeats in any order. */
    private void once(Random random, String round) {
        user = customers.with(cents(random, 40), cents(random, 80), T);
        InstanceId one = Customers.instance();
        PlacementId place = Customers.placement();
        String price = "0." + (1 + random.nextInt(899_999_999));
        long seconds = random.nextInt(9000);
        Long saved = random.nextInt(4) == 0 ? null : random.nextLong(-500, 9500);
        Loss loss = new Loss(
                new FailoverId(UUID.randomUUID()),
                user,
                one,
                new Stretch(place, IntervalKind.GPU, 1),
                at(saved),
                T.plusSeconds(random.nextInt(9500)));
        Money had = wallet().posted();
        List<Runnable> facts = new ArrayList<>();
        for (int repeat = 0; repeat < 2; repeat++) {
            facts.add(() -> metering.started(started(user, one, place, T, price), T.plusSeconds(9600)));
            facts.add(() ->
                    metering.ended(ended(user, one, place, T.plusSeconds(seconds), "silent"), T.plusSeconds(9600)));
            facts.add(() -> losses.take(loss, "lost", T.plusSeconds(9600)));
            facts.add(() -> losses.sweep(T.plusSeconds(9600)));
        }
        Collections.shuffle(facts, random);
        facts.forEach(Runnable::run);
        losses.sweep(T.plusSeconds(9700));
        Money left = wallet().posted();
        List<History.Item> all = history.list(user, one, null, 100);
        Money credited = sum(all, true);
        Money billed = sum(all, false).negated();
        assertThat(credited).as(round).isLessThanOrEqualTo(billed);
        assertThat(credited)
                .as(round)
                .isLessThanOrEqualTo(HourlyPrice.parse(price).cumulative(3600));
        assertThat(left).as(round).isEqualTo(had.minus(billed).plus(credited));
        facts.forEach(Runnable::run);
        assertThat(wallet().posted()).as(round + ", again").isEqualTo(left);
    }

    private static String cents(Random random, int most) {
        return "0." + String.format(java.util.Locale.ROOT, "%02d", random.nextInt(most));
    }

    private static Money sum(List<History.Item> items, boolean credits) {
        return items.stream()
                .filter(item -> item.kind().equals("loss_credit") == credits)
                .map(History.Item::amount)
                .reduce(Money.ZERO, Money::plus);
    }
}
