package cloud.dumont.events;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of a machine whose box was given up. Key: the instance; subject: the failover. */
public sealed interface FailoverEvent extends DomainEvent {
    /**
     * The box is shut out, and another place is looked for.
     *
     * @param fromEpoch of the box that is left
     * @param trigger {@code lost}, {@code outbid}, {@code provider_stop}, {@code manual} or {@code drill}
     * @param recoveryPoint as of when the files are; null: nothing was ever saved
     * @param lastSeenAt when the box was heard of last
     * @param lostWorkSeconds from the recovery point until then; null: nothing was ever saved
     * @param placement the one that was lost; null in facts of earlier versions, like what follows
     * @param placementKind of it: {@code gpu} or {@code standby}
     * @param lastConfirmedAt when its paid stretch no. 1 ended
     */
    record Decided(
            InstanceId instance,
            FailoverId failover,
            Epoch fromEpoch,
            String trigger,
            @Nullable Instant recoveryPoint,
            Instant lastSeenAt,
            @Nullable Integer lostWorkSeconds,
            @Nullable PlacementId placement,
            @Nullable String placementKind,
            @Nullable Instant lastConfirmedAt)
            implements FailoverEvent {}

    /**
     * The machine can be used again. Told once of a failover, also when its place is lost to a return that fails.
     *
     * @param toEpoch under which it goes on
     * @param kind of the new place: {@code standby} or {@code gpu}
     * @param zone of the new place, in its vendor's words
     * @param placement the one that was lost, whose paid stretch no. 1 ended at {@code lastConfirmedAt} or earlier
     * @param placementKind of the lost one: {@code gpu} or {@code standby}
     * @param recoveryPoint as of when the files are; null: nothing was ever saved
     * @param ms how long it took, in milliseconds, by phase: {@code detect}, {@code activate}, {@code restore}, {@code total}
     */
    record Completed(
            InstanceId instance,
            FailoverId failover,
            Epoch toEpoch,
            String kind,
            String zone,
            @Nullable Instant recoveryPoint,
            Instant lastConfirmedAt,
            String trigger,
            PlacementId placement,
            String placementKind,
            Map<String, Long> ms)
            implements FailoverEvent {}

    /** The machine is on a GPU again. @param frozenMs for how long its programs stood still on the way */
    record Returned(InstanceId instance, FailoverId failover, Epoch epoch, long frozenMs) implements FailoverEvent {}

    /** The machine went another way. @param reason {@code stopped}, {@code destroyed} or {@code lost_again} */
    record Aborted(InstanceId instance, FailoverId failover, String reason) implements FailoverEvent {}
}
