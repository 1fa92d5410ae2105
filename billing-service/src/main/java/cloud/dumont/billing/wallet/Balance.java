package cloud.dumont.billing.wallet;

import cloud.dumont.billing.rating.Runway;
import cloud.dumont.billing.usage.Interval;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user may spend at a moment. A function of time, not a number that ticks.
 *
 * @param available {@code posted − held − accrued}, never shown below zero
 * @param accrued used but not posted yet
 */
public record Balance(
        Money available,
        Money posted,
        Money held,
        Money accrued,
        HourlyPrice burnPerHour,
        @Nullable Instant runsOutAt,
        Instant asOf) {

    public static Balance of(Wallet wallet, List<Interval> open, Instant now) {
        Money accrued = Money.ZERO;
        HourlyPrice burn = HourlyPrice.ZERO;
        for (Interval interval : open) {
            accrued = accrued.plus(interval.meter().accruedAt(now));
            burn = burn.plus(interval.meter().price());
        }
        Money left = wallet.free().total().minus(accrued);
        Money available = left.isNegative() ? Money.ZERO : left;
        return new Balance(
                available,
                wallet.posted(),
                wallet.held(),
                accrued,
                burn,
                Runway.runsOutAt(now, available, burn).orElse(null),
                now);
    }
}
