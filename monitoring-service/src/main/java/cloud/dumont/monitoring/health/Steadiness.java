package cloud.dumont.monitoring.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a machine has been well for a while, over all its boxes: who decides to move it may want to wait.
 *
 * @param suspicions how often it was suspected lately
 * @param stableSince when its last trouble ended, or when it was watched first; null while there is trouble
 */
public record Steadiness(long suspicions, @Nullable Instant stableSince) {
    /**
     * @param serving the box that serves
     * @param ever all boxes of the machine that are remembered, the serving one among them
     */
    static Steadiness of(Health serving, Collection<Health> ever, Duration window, Instant now) {
        long suspicions = ever.stream()
                .mapToLong(health -> flaps(health).within(window, now))
                .sum();
        if (!(serving instanceof Health.Healthy)) {
            return new Steadiness(suspicions, null);
        }
        Optional<Instant> trouble =
                ever.stream().flatMap(health -> troubleEnded(health).stream()).max(Comparator.naturalOrder());
        Instant first =
                ever.stream().map(Health::since).min(Comparator.naturalOrder()).orElse(serving.since());
        return new Steadiness(suspicions, trouble.orElse(first));
    }

    private static Flaps flaps(Health health) {
        return switch (health) {
            case Health.Healthy healthy -> healthy.flaps();
            case Health.Unheard unheard -> unheard.suspicion().flaps();
            case Health.Lost lost -> lost.suspicion().flaps();
        };
    }

    /** Who is watched no longer was in trouble until its last change. */
    private static Optional<Instant> troubleEnded(Health health) {
        return switch (health) {
            case Health.Healthy healthy when healthy.flaps().last() == null -> Optional.empty();
            case Health.Healthy healthy -> Optional.of(healthy.since());
            case Health.Unheard unheard -> Optional.of(unheard.since());
            case Health.Lost lost -> Optional.of(lost.since());
        };
    }
}
