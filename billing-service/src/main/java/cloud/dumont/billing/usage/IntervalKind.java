package cloud.dumont.billing.usage;

import java.util.Locale;

/** What serves the machine while it is paid for. */
public enum IntervalKind {
    GPU,
    STANDBY;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a word that names no kind */
    public static IntervalKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
