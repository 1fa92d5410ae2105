package cloud.dumont.events;

import java.util.Locale;

/** One stream per family; see {@link #stream()}. */
public enum EventFamily {
    INSTANCE,
    PLACEMENT,
    USAGE,
    WALLET,
    HEALTH,
    FAILOVER,
    IDENTITY,
    BACKUP;

    public String stream() {
        return "dumont.events." + name().toLowerCase(Locale.ROOT);
    }

    public String deadLetterStream() {
        return "dumont.dead." + name().toLowerCase(Locale.ROOT);
    }
}
