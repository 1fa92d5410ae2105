package cloud.dumont.instances.pricing;

import cloud.dumont.kernel.HourlyPrice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.springframework.stereotype.Component;

/** {@code price = ceil((gpu + disk + traffic allowance) · (10000 + margin) / 10000) + fixed fee}, in nano-USD per hour. */
@Component
public class Pricing {
    private static final BigDecimal WHOLE = BigDecimal.valueOf(10_000);
    private final PricingConfig config;

    public Pricing(PricingConfig config) {
        this.config = config;
    }

    public Quote quote(HourlyPrice gpu, HourlyPrice disk, BigDecimal trafficUsdPerGb) {
        HourlyPrice traffic = HourlyPrice.of(trafficUsdPerGb.multiply(config.trafficGbPerHour()));
        HourlyPrice base = gpu.plus(disk).plus(traffic);
        long sold = BigDecimal.valueOf(base.nanos())
                .multiply(WHOLE.add(BigDecimal.valueOf(config.marginBps())))
                .divide(WHOLE, 0, RoundingMode.CEILING)
                .longValueExact();
        HourlyPrice fee =
                HourlyPrice.ofNanos(Math.subtractExact(sold, base.nanos())).plus(config.fixedFee());
        return new Quote(gpu, disk, traffic, fee);
    }

    /** The cost of another disk size, from the cost of a known one; never understated. */
    public static HourlyPrice diskCost(HourlyPrice known, int knownGb, int wantedGb) {
        return HourlyPrice.ofNanos(BigDecimal.valueOf(known.nanos())
                .multiply(BigDecimal.valueOf(wantedGb))
                .divide(BigDecimal.valueOf(knownGb), 0, RoundingMode.CEILING)
                .longValueExact());
    }

    /** {@code price} plus a tenth, rounded up: the limit when the user names none. */
    public static HourlyPrice withTolerance(HourlyPrice price) {
        return HourlyPrice.ofNanos(BigDecimal.valueOf(price.nanos())
                .multiply(new BigDecimal("1.1"))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact());
    }
}
