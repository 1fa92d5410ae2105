package cloud.dumont.monitoring.guard;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Machines that one cause can silence together. A machine is in several. */
public record Zone(Kind kind, String name) {
    /** By what they belong together. */
    public enum Kind {
        VENDOR,
        REGION,
        HOST,
        GATEWAY,
        AGENT_VERSION;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Its key in tables and series, as {@code vendor:vastai}. */
    public String text() {
        return kind.word() + ":" + name;
    }

    /** Whether it is of a kind that lies within zones of this one's. */
    boolean mayContain(Zone other) {
        return switch (kind) {
            case VENDOR -> other.kind == Kind.REGION || other.kind == Kind.HOST;
            case REGION -> other.kind == Kind.HOST;
            case HOST, GATEWAY, AGENT_VERSION -> false;
        };
    }

    /** Whether all its silence may come from that zone alone. */
    public boolean maySufferFrom(Zone other) {
        return switch (kind) {
            case VENDOR, REGION -> mayContain(other);
            case GATEWAY, AGENT_VERSION -> other.kind != Kind.GATEWAY && other.kind != Kind.AGENT_VERSION;
            case HOST -> false;
        };
    }

    /** What it means when nobody of it is heard of while others are: one line for people. */
    String suspicion() {
        String who = "nobody of " + text() + " is heard of, but others are: ";
        return switch (kind) {
            case VENDOR -> who + "its outage";
            case REGION -> who + "its outage, or its network";
            case HOST -> who + "the host is dead";
            case GATEWAY, AGENT_VERSION -> who + "the fault is ours, so only what vendors confirm is given up";
        };
    }

    /** Empty for what is no zone's text. */
    public static Optional<Zone> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            return Optional.empty();
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.word().equals(text.substring(0, colon)))
                .findFirst()
                .map(kind -> new Zone(kind, text.substring(colon + 1)));
    }
}
