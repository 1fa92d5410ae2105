package cloud.dumont.sandbox.vastai.api;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The vendor's rate limit: a minimum interval for each endpoint and key, not a bucket. */
final class Pace {
    private static final double MILLIS = 1000;

    private final double scale;
    private final Map<String, Instant> last = new HashMap<>();

    Pace(double scale) {
        this.scale = scale;
    }

    /** The threshold in seconds that this call broke, or empty when it may pass. */
    OptionalDouble broken(Call call, String key, Instant now) {
        double seconds = call.interval * scale;
        String name = call + " " + key;
        Instant before = last.get(name);
        if (before != null && now.isBefore(before.plus(Duration.ofMillis(Math.round(seconds * MILLIS))))) {
            return OptionalDouble.of(call.interval);
        }
        last.put(name, now);
        return OptionalDouble.empty();
    }
}
