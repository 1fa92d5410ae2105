package cloud.dumont.sandbox.r2.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One write per key and interval, as R2 allows; zero switches the limit off. */
final class WritePace {
    private static final int PRUNE_ABOVE = 10_000;

    private final Duration interval;
    private final Map<String, Instant> last = new ConcurrentHashMap<>();

    WritePace(Duration interval) {
        this.interval = interval;
    }

    boolean tooSoon(String bucket, String key, Instant now) {
        Instant before = last.get(bucket + "/" + key);
        return before != null && now.isBefore(before.plus(interval));
    }

    void wrote(String bucket, String key, Instant now) {
        if (interval.isZero()) {
            return;
        }
        last.put(bucket + "/" + key, now);
        if (last.size() > PRUNE_ABOVE) {
            last.values().removeIf(before -> !now.isBefore(before.plus(interval)));
        }
    }
}
