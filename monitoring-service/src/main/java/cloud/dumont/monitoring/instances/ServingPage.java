package cloud.dumont.monitoring.instances;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stretch of the placements that serve right now. */
public record ServingPage(List<Serving> data, @Nullable String nextCursor) {
    /**
     * @param closedAt null while it serves
     * @param region where the vendor says it stands
     * @param host the vendor's name of the physical machine
     * @param standby {@code off}, {@code cold} or {@code warm}
     */
    public record Serving(
            PlacementId placement,
            InstanceId instance,
            UserId user,
            Epoch epoch,
            int seq,
            Instant openedAt,
            @Nullable Instant closedAt,
            @Nullable String vendor,
            @Nullable String region,
            @Nullable String host,
            @Nullable String standby) {}
}
