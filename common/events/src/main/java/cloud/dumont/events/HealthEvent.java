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
}
