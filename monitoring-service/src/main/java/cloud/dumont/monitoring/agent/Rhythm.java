package cloud.dumont.monitoring.agent;

import java.time.Duration;

/** How regularly an agent beats: moving mean and variance of the time between two beats. */
public record Rhythm(double meanMillis, double varianceMillis2) {
    public static final Rhythm UNKNOWN = new Rhythm(0, 0);
    private static final double WEIGHT = 0.1;
    /** An interval longer than this is a break, not a beat of the rhythm. */
    private static final double BREAK_MILLIS = 120_000;

    private static final double CALMEST_SIGMA_COUNTED = 0;
    /** Also a beat that got lost on its way looks like jitter; a machine without power must not gain much by it. */
    private static final double WILDEST_SIGMA_COUNTED = 1_000;

    public Rhythm after(Duration interval) {
        double millis = interval.toMillis();
        if (millis <= 0 || millis > BREAK_MILLIS) {
            return this;
        }
        if (meanMillis == 0) {
            return new Rhythm(millis, 0);
        }
        double off = millis - meanMillis;
        return new Rhythm(meanMillis + WEIGHT * off, (1 - WEIGHT) * (varianceMillis2 + WEIGHT * off * off));
    }

    /** Bounded: who is silent is lost after 45 s, and the tries that have to fail before need 6 of them. */
    public Duration sigma() {
        double sigma = Math.clamp(Math.sqrt(varianceMillis2), CALMEST_SIGMA_COUNTED, WILDEST_SIGMA_COUNTED);
        return Duration.ofMillis(Math.round(sigma));
    }
}
