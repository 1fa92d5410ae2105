package cloud.dumont.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Money;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeterTest {
    private static final Instant T = Instant.parse("2026-11-23T16:00:00Z");
    private static final int RUNS = 20_000;
    private final Random random = new Random(20261123);

    @Test
    void oneDayAtAnOddPriceIsExact() {
        Meter meter = Meter.opened(HourlyPrice.parse("0.1946667"), T);
        assertThat(meter.read(T.plusSeconds(86_400)).charge()).isEqualTo(new Money(4_672_000));
    }

    @Test
    void aThousandDollarsAnHourForTenYearsDoNotOverflow() {
        Meter meter = Meter.opened(HourlyPrice.parse("1000"), T);
        long seconds = 10L * 365 * 86_400;
        assertThat(meter.read(T.plusSeconds(seconds)).charge())
                .isEqualTo(Money.parse(Long.toString(seconds / 3600 * 1000)));
    }

    @Test
    void readingsTelescopeWhateverTheirOrderAndNumber() {
        for (int run = 0; run < RUNS; run++) {
            HourlyPrice price = randomPrice();
            long total = random.nextLong(1, 400_000);
            Meter meter = Meter.opened(price, T.plusNanos(random.nextInt(1_000_000_000)));
            Money charged = Money.ZERO;
            for (int tick = random.nextInt(8); tick > 0; tick--) {
                // Out of order, repeated, beyond the end: a reading is whatever the reader's clock says.
                Instant now = meter.openedAt().plusSeconds(random.nextLong(-10, total * 2));
                Meter.Reading reading = meter.read(now);
                charged = charged.plus(reading.charge());
                meter = meter.after(reading);
                assertThat(meter.read(now).charge()).isEqualTo(Money.ZERO);
            }
            meter = meter.closed(meter.openedAt().plusSeconds(total).plusNanos(random.nextInt(999_999_999)));
            Meter.Reading last = meter.read(meter.openedAt().plusSeconds(random.nextLong(total + 1, total * 3 + 2)));
            charged = charged.plus(last.charge());
            meter = meter.after(last);
            assertThat(charged).isEqualTo(cum(price, total)).isEqualTo(meter.rated());
            assertThat(last.seconds()).isEqualTo(total);
        }
    }

    @Test
    void aLateCloseGivesBackTheDifference() {
        HourlyPrice price = HourlyPrice.parse("0.214");
        Meter meter = Meter.opened(price, T);
        meter = meter.after(meter.read(T.plusSeconds(3600)));
        Meter.Reading close = meter.closed(T.plusSeconds(1800)).read(T.plusSeconds(9000));
        assertThat(close.charge()).isEqualTo(new Money(-107_000));
    }

    @Test
    void aCloseIsReadToItsEndEvenByAClockThatIsBehind() {
        Meter closed = Meter.opened(HourlyPrice.parse("0.36"), T).closed(T.plusSeconds(100));
        assertThat(closed.read(T.plusSeconds(60))).isEqualTo(new Meter.Reading(100, new Money(10_000)));
    }

    @Test
    void nothingIsAccruedBeforeTheStartIsKnownOrReached() {
        Meter unknown = new Meter(HourlyPrice.parse("1"), null, T, 0, Money.ZERO);
        assertThat(unknown.read(T.plusSeconds(60)).charge()).isEqualTo(Money.ZERO);
        assertThat(Meter.opened(HourlyPrice.parse("1"), T).accruedAt(T.minusSeconds(300)))
                .isEqualTo(Money.ZERO);
    }

    @Test
    void moneyLastsAsLongAsTheRunwaySaysAndNotASecondLonger() {
        for (int run = 0; run < RUNS; run++) {
            HourlyPrice price = randomPrice();
            Money available = new Money(random.nextLong(0, 100_000_000));
            long seconds = Runway.seconds(available, price).orElseThrow();
            assertThat(cum(price, seconds).compareTo(available)).isLessThanOrEqualTo(0);
            // floor(p·s/k) > a may need one micro-dollar more than p·(s+1)/k > a, never more
            assertThat(cum(price, seconds + 1).micros()).isGreaterThanOrEqualTo(available.micros());
        }
        assertThat(Runway.seconds(Money.parse("5"), HourlyPrice.ZERO)).isEmpty();
        assertThat(Runway.seconds(new Money(-3), HourlyPrice.parse("1"))).contains(0L);
    }

    @Test
    void aReserveCoversItsSecondsWhereverTheyLie() {
        for (int run = 0; run < RUNS; run++) {
            HourlyPrice price = randomPrice();
            long before = random.nextLong(1_000_000);
            Money cost = cum(price, before + 600).minus(cum(price, before));
            assertThat(cost.compareTo(Runway.costAtMost(price, 600))).isLessThanOrEqualTo(0);
        }
    }

    private HourlyPrice randomPrice() {
        return new HourlyPrice(random.nextLong(1, 40_000_000_000L));
    }

    /** The formula once more, in other words than the code under test. */
    private static Money cum(HourlyPrice price, long seconds) {
        return new Money(new BigInteger(Long.toString(price.nanos()))
                .multiply(new BigInteger(Long.toString(seconds)))
                .divide(new BigInteger("3600000"))
                .longValueExact());
    }
}
