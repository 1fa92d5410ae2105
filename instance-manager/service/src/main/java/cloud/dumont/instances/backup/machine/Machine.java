package cloud.dumont.instances.backup.machine;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import org.jspecify.annotations.Nullable;

/** What backups need to know of a machine. @param serving null: no box serves it now */
public record Machine(
        InstanceId id,
        UserId user,
        String name,
        String status,
        Epoch epoch,
        @Nullable PlacementId serving,
        int diskGb,
        boolean destroyed,
        long version) {
    public boolean isServedBy(PlacementId placement) {
        return placement.equals(serving);
    }
}
