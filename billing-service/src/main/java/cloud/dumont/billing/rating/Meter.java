package cloud.dumont.billing.rating;

import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Money;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a paid stretch of use costs, exactly. Readings telescope: whatever was rated before, a reading charges the
 * difference to {@code cum(seconds)}, so that all charges together are {@code cum(total)} however often, in whatever order
 * and however late it was read.
 *
 * <pre>
 *   opened            reading          reading        closed
 *     |------ cum(s1) ---|                |             |
 *     |------ cum(s2) --------------------|             |     charge = cum(s2) − cum(s1)
 *     |------ cum(s3) ----------------------------------|     charge = cum(s3) − cum(s2)
 * </pre>
 *
 * A close that comes late, and lies before the last reading, gives a negative charge: the same formula is the correction.
 *
 * @param price fixed for the stretch; another price is another stretch
 * @param openedAt null while only the end is known
 * @param ratedSeconds and {@code rated}: what the last reading saw, and the sum of all charges so far
 */
public record Meter(
        HourlyPrice price,
        @Nullable Instant openedAt,
        @Nullable Instant closedAt,
        long ratedSeconds,
        Money rated) {

    public static Meter opened(HourlyPrice price, Instant openedAt) {
        return new Meter(price, openedAt, null, 0, Money.ZERO);
    }

    /** @param charge to be posted now; negative for a correction */
    public record Reading(long seconds, Money charge) {}

    /** Once the close is known it is read to the close, even by a clock that is behind: no second stays unread. */
    public Reading read(Instant now) {
        long seconds = secondsAt(closedAt == null ? now : closedAt);
        return new Reading(seconds, price.cumulative(seconds).minus(rated));
    }

    /** What a reading would charge, for a balance that is only shown; never negative. */
    public Money accruedAt(Instant now) {
        Money charge = read(now).charge();
        return charge.isNegative() ? Money.ZERO : charge;
    }

    /** Whole seconds from opening to {@code now} or to the close, whichever is earlier. */
    public long secondsAt(Instant now) {
        if (openedAt == null) {
            return 0;
        }
        Instant end = closedAt != null && closedAt.isBefore(now) ? closedAt : now;
        return Math.max(0, Duration.between(openedAt, end).getSeconds());
    }

    public Meter after(Reading reading) {
        return new Meter(price, openedAt, closedAt, reading.seconds(), rated.plus(reading.charge()));
    }

    public Meter closed(Instant at) {
        return new Meter(price, openedAt, at, ratedSeconds, rated);
    }

    public boolean isOpen() {
        return openedAt != null && closedAt == null;
    }
}
