package cloud.dumont.monitoring.health;

import cloud.dumont.events.HealthEvent.Signal;
import java.util.List;
import java.util.Locale;

/**
 * What a placement was given up for.
 *
 * @param evidence what it was suspected for, and what decided
 * @param guard how its zones were trusted then
 */
public record Loss(Cause cause, List<Signal> evidence, String guard) {
    public Loss {
        evidence = List.copyOf(evidence);
    }

    /** Who said so. */
    public enum Cause {
        VENDOR,
        SILENCE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Cause of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
