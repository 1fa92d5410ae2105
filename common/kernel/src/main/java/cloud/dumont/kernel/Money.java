package cloud.dumont.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** An amount in whole micro-USD. Arithmetic is exact; overflow throws {@link ArithmeticException}. */
public record Money(long micros) implements Comparable<Money> {
    public static final String CURRENCY = "USD";
    public static final Money ZERO = new Money(0);
    private static final int SCALE = 6;

    public static Money ofMicros(long micros) {
        return new Money(micros);
    }

    /** @throws ArithmeticException when {@code amount} has a fraction of a micro-dollar */
    public static Money of(BigDecimal amount) {
        return new Money(amount.movePointRight(SCALE)
                .setScale(0, RoundingMode.UNNECESSARY)
                .longValueExact());
    }

    /** @throws NumberFormatException or {@link ArithmeticException} when {@code amount} is no such amount */
    public static Money parse(String amount) {
        return of(new BigDecimal(amount));
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(micros, other.micros));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(micros, other.micros));
    }

    public Money negated() {
        return new Money(Math.negateExact(micros));
    }

    public boolean isNegative() {
        return micros < 0;
    }

    /** With exactly six decimals, e.g. {@code "12.340000"}. */
    public String amount() {
        return BigDecimal.valueOf(micros, SCALE).toPlainString();
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(micros, other.micros);
    }

    @Override
    public String toString() {
        return amount() + " " + CURRENCY;
    }
}
