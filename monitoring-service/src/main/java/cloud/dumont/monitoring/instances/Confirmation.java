package cloud.dumont.monitoring.instances;

import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The placement was alive at this time of ours. @param backup what its agent said then about the files it saves */
public record Confirmation(
        PlacementId placement,
        Epoch epoch,
        Instant at,
        @Nullable BackupReading backup) {
    public Confirmation(PlacementId placement, Epoch epoch, Instant at) {
        this(placement, epoch, at, null);
    }
}
