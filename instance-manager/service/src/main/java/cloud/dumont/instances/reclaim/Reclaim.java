package cloud.dumont.instances.reclaim;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A box that has to go, until the vendor no longer has it.
 *
 * @param approvedAt since when it may be killed; null: an orphan that was only seen so far
 */
public record Reclaim(
        BoxRef box,
        @Nullable String label,
        String reason,
        @Nullable Instant approvedAt,
        int sightings,
        Instant firstSeenAt,
        Instant lastSeenAt,
        @Nullable Instant killSentAt,
        int attempts,
        int misses,
        @Nullable Instant goneAt) {
    public boolean isGone() {
        return goneAt != null;
    }
}
