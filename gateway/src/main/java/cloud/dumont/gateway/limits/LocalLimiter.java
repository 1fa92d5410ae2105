package cloud.dumont.gateway.limits;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts in this process alone; it stands in while Redis is away. */
final class LocalLimiter {
    private static final int REMEMBERED = 50_000;
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();

    Decision take(Policy policy, String key, Instant at) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        if (arrivals.size() >= REMEMBERED) {
            arrivals.values().removeIf(tat -> tat <= now);
        }
        Gcra[] taken = new Gcra[1];
        arrivals.compute(policy.name() + ":" + key, (name, tat) -> {
            taken[0] = Gcra.take(policy.rate(), tat == null ? 0 : tat, now);
            return taken[0].tat();
        });
        Gcra result = taken[0];
        return Decision.of(policy, result.allowed(), result.remaining(), result.waitMicros(), result.tat() - now);
    }
}
