package cloud.dumont.events;

import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to one rented thing. Key: the instance; subject: the placement. */
public sealed interface PlacementEvent extends DomainEvent {
    /** @param kind {@code gpu} or {@code standby} */
    record Intended(InstanceId instance, String kind, String vendor, String label, HourlyPrice cost, HourlyPrice price)
            implements PlacementEvent {}

    /**
     * @param n the how-manyth offer of this placement, from 1
     * @param outcome {@code accepted}, {@code rejected}, {@code adopted} or {@code absent}
     */
    record AttemptSettled(
            InstanceId instance,
            int n,
            String offer,
            String outcome,
            @Nullable String code,
            long ms) implements PlacementEvent {}

    record Enrolled(InstanceId instance, String agentVersion, String fingerprint) implements PlacementEvent {}

    /**
     * The user pays from {@code openedAt}.
     *
     * @param seq distinguishes several paid stretches of one placement
     */
    record ServingStarted(
            InstanceId instance,
            String kind,
            int seq,
            Instant openedAt,
            HourlyPrice price,
            HourlyPrice cost,
            String gpu,
            int gpuCount,
            String vendor)
            implements PlacementEvent {}

    /** @param reason {@code stopped}, {@code destroyed}, {@code lost}, {@code outbid}, {@code vendor_stop} or {@code balance} */
    record ServingEnded(
            InstanceId instance,
            String kind,
            int seq,
            Instant closedAt,
            String reason,
            @Nullable Instant lastConfirmedAt)
            implements PlacementEvent {}

    /** The vendor no longer has it. @param confirmedBy how that is known, e.g. {@code list}, {@code get} */
    record Gone(InstanceId instance, @Nullable String vendorRef, List<String> confirmedBy, Instant goneAt)
            implements PlacementEvent {}
}
