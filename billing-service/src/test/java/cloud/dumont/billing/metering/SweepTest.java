package cloud.dumont.billing.metering;

import static cloud.dumont.billing.Customers.ended;
import static cloud.dumont.billing.Customers.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.billing.BillingTest;
import cloud.dumont.billing.Customers;
import cloud.dumont.billing.FakeInstanceManager;
import cloud.dumont.billing.usage.Intervals;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.peer.PeerException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Facts that never came are made good by asking. */
@BillingTest
class SweepTest {
    private static final Instant T = Instant.parse("2031-03-01T12:00:00Z");
    private static final String PRICE = "0.360000000";

    @Autowired
    private Sweep sweep;

    @Autowired
    private Metering metering;

    @Autowired
    private Wallets wallets;

    @Autowired
    private Intervals intervals;

    @Autowired
    private FakeInstanceManager instanceManager;

    @Autowired
    private Customers customers;

    @Autowired
    private MeterRegistry meters;

    private UserId user = new UserId(UUID.randomUUID());
    private final InstanceId machine = Customers.instance();
    private final PlacementId box = Customers.placement();

    @BeforeEach
    void someone() {
        instanceManager.forgetsEverything();
        user = customers.with("10", "0", T);
        for (var leftOver : intervals.allOpen()) {
            metering.ended(
                    new cloud.dumont.billing.usage.Ended(
                            leftOver.user(),
                            leftOver.instance(),
                            leftOver.stretch(),
                            cloud.dumont.kernel.Epoch.NONE,
                            T,
                            "stopped"),
                    T);
        }
    }

    private void knows(String closedAt, String reason) {
        instanceManager.knows(box.text(), placement(box, machine, user, closedAt, reason), closedAt.equals("null"));
    }

    private static String placement(
            PlacementId placement, InstanceId instance, UserId payer, String closedAt, String reason) {
        return """
                {"placement":"%s","instance":"%s","user":"%s","epoch":1,"kind":"gpu","seq":1,"opened_at":"%s","closed_at":%s,
                 "price_nanos_h":360000000,"cost_nanos_h":300000000,"gpu":"rtx_4090","gpu_count":1,"vendor":"vastai",
                 "end_reason":%s,"last_confirmed_at":null,"something_new":1}
                """.formatted(placement, instance, payer, T, closedAt, reason);
    }

    private Money posted() {
        return wallets.read(user, T.plusSeconds(9000)).orElseThrow().wallet().posted();
    }

    @Test
    void aStartThatWasLostIsOpenedAtItsTrueTime() {
        knows("null", "null");
        sweep.run(T.plusSeconds(300));
        sweep.run(T.plusSeconds(600));
        assertThat(intervals.open(user))
                .singleElement()
                .satisfies(interval -> assertThat(interval.meter().openedAt()).isEqualTo(T));
        metering.ended(ended(user, machine, box, T.plusSeconds(700), "stopped"), T.plusSeconds(701));
        assertThat(posted()).isEqualTo(new Money(10_000_000 - 700 * 100));
    }

    @Test
    void anEndThatWasLostIsClosedAtItsTrueTimeAndWhatWasTooMuchComesBack() {
        metering.started(started(user, machine, box, T, PRICE), T);
        metering.started(started(user, Customers.instance(), Customers.placement(), T, PRICE), T.plusSeconds(800));
        knows("\"" + T.plusSeconds(120) + "\"", "\"stopped\"");
        sweep.run(T.plusSeconds(900));
        assertThat(intervals.open(user)).hasSize(1);
        assertThat(posted()).isEqualTo(new Money(10_000_000 - 800 * 100 - 120 * 100));
    }

    @Test
    void whatServesAndIsKnownIsLeftAlone() {
        metering.started(started(user, machine, box, T, PRICE), T);
        knows("null", "null");
        long before = wallets.read(user, T).orElseThrow().wallet().revision();
        sweep.run(T.plusSeconds(300));
        assertThat(wallets.read(user, T).orElseThrow().wallet().revision()).isEqualTo(before);
    }

    @Test
    void anEndWhoseStartWasLostIsCompleted() {
        metering.ended(ended(user, machine, box, T.plusSeconds(50), "stopped"), T.plusSeconds(51));
        knows("\"" + T.plusSeconds(50) + "\"", "\"stopped\"");
        sweep.run(T.plusSeconds(300));
        assertThat(posted()).isEqualTo(new Money(10_000_000 - 50 * 100));
    }

    @Test
    void aPlacementNobodyKnowsIsReportedAndNotTouched() {
        metering.started(started(user, machine, box, T, PRICE), T);
        double before = reported();
        sweep.run(T.plusSeconds(300));
        assertThat(reported()).isEqualTo(before + 1);
        assertThat(intervals.open(user)).hasSize(1);
    }

    @Test
    void aSecondPayerIsReportedAndTheRestIsRepairedAllTheSame() {
        metering.started(started(user, machine, Customers.placement(), T, PRICE), T);
        PlacementId first = intervals.open(user).getFirst().stretch().placement();
        knows("null", "null");
        UserId other = customers.with("10", "0", T);
        PlacementId otherBox = Customers.placement();
        instanceManager.knows(first.text(), placement(first, machine, user, "null", "null"), true);
        instanceManager.knows(otherBox.text(), placement(otherBox, Customers.instance(), other, "null", "null"), true);
        sweep.run(T.plusSeconds(300));
        assertThat(intervals.open(user)).hasSize(1);
        assertThat(intervals.open(other)).hasSize(1);
        assertThat(meters.counter("dumont.metering.sweep.repairs", "outcome", "overlap")
                        .count())
                .isPositive();
    }

    private double reported() {
        return meters.counter("dumont.metering.sweep.repairs", "outcome", "orphan_charge")
                .count();
    }

    @Test
    void aListingThatFailsChangesNothing() {
        metering.started(started(user, machine, box, T, PRICE), T);
        instanceManager.fails();
        assertThatThrownBy(() -> sweep.run(T.plusSeconds(300))).isInstanceOf(PeerException.class);
        assertThat(intervals.open(user)).hasSize(1);
    }
}
