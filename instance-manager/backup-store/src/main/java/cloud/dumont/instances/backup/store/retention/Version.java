package cloud.dumont.instances.backup.store.retention;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registered commit that has not expired.
 *
 * @param seq its place in the chain; order is this, never a clock
 * @param committedAt by the platform's clock
 * @param keepUntil the user asked to have it until then
 */
public record Version(
        long seq, Instant committedAt, Kind kind, @Nullable Instant keepUntil) {
    public enum Kind {
        CONTINUOUS,
        MANUAL,
        FINAL,
        RESCUE
    }
}
