package cloud.dumont.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** A price in whole nano-USD per hour. */
public record HourlyPrice(long nanos) implements Comparable<HourlyPrice> {
    public static final HourlyPrice ZERO = new HourlyPrice(0);
    private static final int SCALE = 9;
    /** nano/h ÷ 3600 s ÷ 1000 gives micro per second */
    private static final BigInteger NANO_HOURS_PER_MICRO_SECOND = BigInteger.valueOf(3_600_000L);

    public static HourlyPrice ofNanos(long nanos) {
        return new HourlyPrice(nanos);
    }

    /** Fractions of a nano-dollar are rounded up: a price is never understated. */
    public static HourlyPrice of(BigDecimal usdPerHour) {
        return new HourlyPrice(usdPerHour
                .movePointRight(SCALE)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact());
    }

    public static HourlyPrice parse(String usdPerHour) {
        return of(new BigDecimal(usdPerHour));
    }

    public HourlyPrice plus(HourlyPrice other) {
        return new HourlyPrice(Math.addExact(nanos, other.nanos));
    }

    /** What {@code seconds} of use cost in all: {@code floor(nanos · seconds / 3 600 000)} micro-USD. */
    public Money cumulative(long seconds) {
        return new Money(BigInteger.valueOf(nanos)
                .multiply(BigInteger.valueOf(seconds))
                .divide(NANO_HOURS_PER_MICRO_SECOND)
                .longValueExact());
    }

    /** With exactly nine decimals, e.g. {@code "0.214000000"}. */
    public String amount() {
        return BigDecimal.valueOf(nanos, SCALE).toPlainString();
    }

    @Override
    public int compareTo(HourlyPrice other) {
        return Long.compare(nanos, other.nanos);
    }

    @Override
    public String toString() {
        return amount() + " " + Money.CURRENCY + "/h";
    }
}
