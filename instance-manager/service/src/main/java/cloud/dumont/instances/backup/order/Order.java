package cloud.dumont.instances.backup.order;

import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A commit that somebody waits for.
 *
 * @param backup what it came to
 * @param errorCode why it came to nothing
 */
public record Order(
        OrderId id,
        InstanceId instance,
        PlacementId placement,
        Epoch epoch,
        Kind kind,
        State state,
        @Nullable String description,
        @Nullable ActionId action,
        Instant createdAt,
        Instant deadline,
        @Nullable BackupId backup,
        @Nullable String errorCode,
        @Nullable String errorDetail,
        long unsavedBytes) {
    public enum Kind {
        MANUAL,
        FINAL;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum State {
        OPEN,
        DONE,
        FAILED,
        CANCELLED
    }
}
