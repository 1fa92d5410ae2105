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
        AGENT_VERSION
    }

    /** Its key in tables and series, as {@code vendor:vastai}. */
    public String text() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
    }

    /** Empty for what is no zone's text. */
    public static Optional<Zone> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            return Optional.empty();
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text.substring(0, colon)))
                .findFirst()
                .map(kind -> new Zone(kind, text.substring(colon + 1)));
    }
}
