package cloud.dumont.instances.backup.care;

import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.BackupId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One reading back of a version.
 *
 * @param action that somebody waits with; null: nobody asked for it
 */
record Verification(
        VerificationId id, BackupId backup, @Nullable ActionId action, Extent extent, Instant createdAt) {
    enum Extent {
        SAMPLE,
        WHOLE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
