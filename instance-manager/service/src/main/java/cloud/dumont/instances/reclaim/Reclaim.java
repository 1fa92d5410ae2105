package cloud.dumont.instances.reclaim;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A box that has to go, until the vendor no longer has it.
 *
 * @param approvedAt since when it has to go; null: an orphan that was only seen so far
 * @param killAfter it is not killed before: it may hold the only copy of something; null: at once
 */
public record Reclaim(
        BoxRef box,
        @Nullable String label,
        String reason,
        @Nullable Instant approvedAt,
        @Nullable Instant killAfter,
        int sightings,
        Instant firstSeenAt,
        Instant lastSeenAt,
        @Nullable Instant killSentAt,
        int attempts,
        int misses,
        @Nullable Instant goneAt) {
    public boolean isKept(Instant now) {
        return !isGone() && killAfter != null && now.isBefore(killAfter);
    }

    public boolean isGone() {
        return goneAt != null;
    }
}
