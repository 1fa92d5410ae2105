package cloud.dumont.events;

import cloud.dumont.kernel.InstanceId;
import java.time.Instant;
import java.util.List;

/** What monitoring believes of a placement. Key: the instance; subject: the placement. */
public sealed interface HealthEvent extends DomainEvent {
    /** @param kind {@code beat_missed}, {@code stream_closed} … */
    record Signal(String kind, Instant at, String detail) {}

    record Suspected(InstanceId instance, Instant since, Instant lastSeenAt, List<Signal> signals)
            implements HealthEvent {}

    record Cleared(InstanceId instance, Instant suspectedSince) implements HealthEvent {}

    /**
     * It is given up: what follows is instance-manager's decision. No beat takes this back.
     *
     * @param lastSeenAt its last valid beat
     * @param cause {@code vendor}: by the vendor's word; {@code silence}: nothing answers
     * @param evidence what it was suspected for, and what decided
     * @param guard how its zones were trusted then, as {@code normal}
     */
    record Lost(
            InstanceId instance,
            Instant lastSeenAt,
            Instant suspectedSince,
            String cause,
            List<Signal> evidence,
            String guard)
            implements HealthEvent {}

    /**
     * Silence in a zone is believed more, or less, than before. Key and subject: the zone, as {@code vendor:vastai}.
     *
     * @param mode {@code normal}, {@code partial}, {@code full} or {@code frozen}
     */
    record GuardChanged(String zone, String mode, int suspects, int members, String reason) implements HealthEvent {}
}
