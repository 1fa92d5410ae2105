package cloud.dumont.instances.failover;

import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.LaunchCycle;
import cloud.dumont.instances.instance.ReturnConfig;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.kernel.InstanceId;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** The hardware that failed a machine a moment ago: it is not trusted at once again. */
@Component
class FailedHosts {
    private final Placements placements;
    private final ReturnConfig config;

    FailedHosts(Placements placements, ReturnConfig config) {
        this.placements = placements;
        this.config = config;
    }

    LaunchCycle avoidedBy(InstanceId machine, LaunchCycle cycle, Instant now) {
        Instant from = now.minus(config.avoidHosts());
        return placements.of(machine).stream()
                .filter(placement -> !placement.isStandby() && failed(placement, from))
                .flatMap(placement -> placement.hostRef().stream())
                .reduce(cycle, LaunchCycle::withoutHost, (one, other) -> other);
    }

    private static boolean failed(Placement placement, Instant from) {
        Instant ended = placement.endedAt();
        String reason = placement.endReason();
        return ended != null
                && !ended.isBefore(from)
                && reason != null
                && EndReason.of(reason).isFault();
    }
}
