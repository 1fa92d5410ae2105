package cloud.dumont.monitoring.guard;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A zone as it is written.
 *
 * @param reading the numbers when its mode changed last
 * @param lastLossAt when a machine of it was given up while it was doubted
 */
public record StoredZone(
        Zone zone,
        ZoneGuard guard,
        ZoneReading reading,
        String reason,
        @Nullable Instant lastLossAt,
        long version) {
    Optional<Instant> lastLoss() {
        return Optional.ofNullable(lastLossAt);
    }
}
