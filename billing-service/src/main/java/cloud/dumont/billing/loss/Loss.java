package cloud.dumont.billing.loss;

import cloud.dumont.billing.rating.Meter;
import cloud.dumont.billing.usage.Interval;
import cloud.dumont.billing.usage.Stretch;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Work that a user paid for and that was gone with its box.
 *
 * @param stretch of use on the box that was lost
 * @param recoveryPoint as of when the files came back; null: nothing was ever saved
 * @param lastConfirmedAt when the box was known to be alive last
 */
public record Loss(
        FailoverId failover,
        UserId user,
        InstanceId instance,
        Stretch stretch,
        @Nullable Instant recoveryPoint,
        Instant lastConfirmedAt) {

    /** Whole seconds of the stretch that were lost. */
    long seconds(Meter meter) {
        return Math.max(0, meter.secondsAt(lastConfirmedAt) - savedSeconds(meter));
    }

    private long savedSeconds(Meter meter) {
        return recoveryPoint == null ? 0 : meter.secondsAt(recoveryPoint);
    }

    /**
     * What is given back: what the lost seconds cost, without what the user had not paid of them.
     *
     * @param interval closed, and rated to its end
     * @param most for how long a time at most
     */
    Money credit(Interval interval, Duration most) {
        Meter meter = interval.meter();
        Money lost = meter.price()
                .cumulative(savedSeconds(meter) + seconds(meter))
                .minus(meter.price().cumulative(savedSeconds(meter)));
        // What nobody paid were the last seconds, when the money had ended: those that are lost.
        return Stream.of(
                        lost.minus(interval.waived()),
                        meter.rated().minus(interval.waived()),
                        meter.price().cumulative(most.toSeconds()))
                .min(Money::compareTo)
                .filter(credit -> !credit.isNegative())
                .orElse(Money.ZERO);
    }
}
