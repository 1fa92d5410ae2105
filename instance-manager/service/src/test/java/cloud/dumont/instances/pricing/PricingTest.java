package cloud.dumont.instances.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.kernel.HourlyPrice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PricingTest {
    private final Pricing pricing = new Pricing(new PricingConfig(1500, new BigDecimal("0.05"), BigDecimal.ZERO));

    @Test
    void everyPartIsInThePriceAndThePartsAddUp() {
        Quote quote = pricing.quote(HourlyPrice.parse("0.178"), HourlyPrice.parse("0.0111"), new BigDecimal("0.003"));
        assertThat(quote.traffic()).isEqualTo(HourlyPrice.parse("0.00015"));
        // (0.178 + 0.0111 + 0.00015) * 1.15 = 0.2176375
        assertThat(quote.price()).isEqualTo(HourlyPrice.parse("0.2176375"));
        assertThat(quote.cost()).isEqualTo(HourlyPrice.parse("0.1891"));
    }

    @Test
    void aPriceIsTheCeilingOfTheExactOneForAnyParts() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            HourlyPrice gpu = HourlyPrice.ofNanos(random.nextLong(5_000_000_000L));
            HourlyPrice disk = HourlyPrice.ofNanos(random.nextLong(50_000_000L));
            Quote quote = pricing.quote(gpu, disk, BigDecimal.ZERO);
            BigDecimal exact = BigDecimal.valueOf(gpu.nanos() + disk.nanos()).multiply(new BigDecimal("1.15"));
            assertThat(quote.price().nanos())
                    .isEqualTo(exact.setScale(0, RoundingMode.CEILING).longValueExact());
        }
    }

    @Test
    void theFixedFeeComesOnTop() {
        Pricing withFee = new Pricing(new PricingConfig(0, BigDecimal.ZERO, new BigDecimal("0.01")));
        Quote quote = withFee.quote(HourlyPrice.parse("1"), HourlyPrice.ZERO, BigDecimal.ONE);
        assertThat(quote.price()).isEqualTo(HourlyPrice.parse("1.01"));
        assertThat(quote.fee()).isEqualTo(HourlyPrice.parse("0.01"));
    }

    @Test
    void anotherDiskSizeIsNeverUnderstated() {
        assertThat(Pricing.diskCost(HourlyPrice.ofNanos(100), 40, 60)).isEqualTo(HourlyPrice.ofNanos(150));
        assertThat(Pricing.diskCost(HourlyPrice.ofNanos(101), 40, 41)).isEqualTo(HourlyPrice.ofNanos(104));
        assertThat(Pricing.diskCost(HourlyPrice.ofNanos(101), 40, 40)).isEqualTo(HourlyPrice.ofNanos(101));
    }

    @Test
    void theLimitWithoutAWishIsATenthAbove() {
        assertThat(Pricing.withTolerance(HourlyPrice.ofNanos(101))).isEqualTo(HourlyPrice.ofNanos(112));
    }
}
