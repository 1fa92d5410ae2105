package cloud.dumont.instances.failover.web;

import cloud.dumont.instances.failover.Failover;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.InstanceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A move as the API shows it. */
record FailoverResource(
        FailoverId id,
        InstanceId instance,
        Epoch fromEpoch,
        @Nullable Epoch toEpoch,
        String trigger,
        String phase,
        List<Failover.Evidence> evidence,
        Failover.@Nullable Place target,
        Instant lastSeenAt,
        @Nullable Instant suspectedAt,
        Instant decidedAt,
        Instant fencedAt,
        @Nullable Instant standbyReadyAt,
        @Nullable Instant usableAt,
        @Nullable Instant routedAt,
        @Nullable Instant restoredAt,
        @Nullable Instant returnedAt,
        @Nullable Instant abortedAt,
        @Nullable String abortReason,
        @Nullable Instant recoveryPoint,
        @Nullable Integer lostWorkSeconds,
        @Nullable Instant keptUntil) {
    static FailoverResource of(Failover failover) {
        return new FailoverResource(
                failover.id(),
                failover.instance(),
                failover.fromEpoch(),
                failover.toEpoch(),
                failover.trigger().word(),
                failover.phase().word(),
                failover.evidence(),
                failover.target(),
                failover.lastSeenAt(),
                failover.suspectedAt(),
                failover.decidedAt(),
                failover.fencedAt(),
                failover.standbyReadyAt(),
                failover.usableAt(),
                failover.routedAt(),
                failover.restoredAt(),
                failover.returnedAt(),
                failover.abortedAt(),
                failover.abortReason(),
                failover.recoveryPoint(),
                failover.lostWorkSeconds(),
                failover.keptUntil());
    }
}
