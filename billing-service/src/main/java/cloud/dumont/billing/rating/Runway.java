package cloud.dumont.billing.rating;

import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Money;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/** How long money lasts, in closed form. */
public final class Runway {
    /** micro-USD × this ÷ (nano-USD per hour) = seconds */
    private static final BigInteger SECONDS = BigInteger.valueOf(3_600_000L);
    /** Beyond this nobody plans; it also keeps times printable. */
    private static final long LONGEST = 100L * 365 * 24 * 3600;

    private Runway() {}

    /** Whole seconds that {@code available} surely pays for; empty when nothing burns. */
    public static Optional<Long> seconds(Money available, HourlyPrice burn) {
        if (burn.nanos() <= 0) {
            return Optional.empty();
        }
        if (available.micros() <= 0) {
            return Optional.of(0L);
        }
        BigInteger seconds =
                BigInteger.valueOf(available.micros()).multiply(SECONDS).divide(BigInteger.valueOf(burn.nanos()));
        return Optional.of(seconds.min(BigInteger.valueOf(LONGEST)).longValueExact());
    }

    public static Optional<Instant> runsOutAt(Instant asOf, Money available, HourlyPrice burn) {
        return seconds(available, burn).map(asOf::plusSeconds);
    }

    /** What {@code seconds} cost at most, wherever in a stretch they lie: rounded up. */
    public static Money costAtMost(HourlyPrice price, long seconds) {
        BigInteger[] parts = BigInteger.valueOf(price.nanos())
                .multiply(BigInteger.valueOf(seconds))
                .divideAndRemainder(SECONDS);
        long whole = parts[0].longValueExact();
        return new Money(parts[1].signum() == 0 ? whole : Math.addExact(whole, 1));
    }
}
