package cloud.dumont.instances.backup.browse;

import cloud.dumont.instances.backup.store.price.StoragePrice;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one machine has saved, as its user sees it.
 *
 * @param status of the machine
 * @param deleteAt when all of it goes
 * @param backups versions that have not expired
 * @param bytes of the newest version's files
 * @param copyLagS how far the second store is behind; null: there is none
 */
public record WorkspaceOverview(
        InstanceId instance,
        String name,
        String status,
        @Nullable Instant destroyedAt,
        @Nullable Instant deleteAt,
        long backups,
        Instant lastAt,
        long storedBytes,
        long bytes,
        @Nullable Instant verifiedAt,
        @Nullable String verifiedState,
        List<String> damagedFiles,
        @Nullable Long copyLagS) {
    public HourlyPrice pricePerHour() {
        return StoragePrice.STANDARD.perHour(Math.max(0, storedBytes));
    }
}
