package cloud.dumont.monitoring.instances;

import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor says of a placement right now.
 *
 * @param status {@code running}, {@code stopped}, {@code outbid}, {@code gone} or {@code unclear}
 * @param ssh where users reach it; null: nowhere yet
 * @param other a second way in; null: there is none
 */
public record Look(
        PlacementId placement,
        String status,
        Instant readAt,
        @Nullable Address ssh,
        @Nullable Address other) {
    public record Address(String host, int port) {}
}
