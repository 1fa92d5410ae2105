package cloud.dumont.events;

import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.IntervalId;
import cloud.dumont.kernel.Money;

/** What use was charged. Key: the wallet's user. */
public sealed interface UsageEvent extends DomainEvent {
    /** @param seconds and {@code total}: of the interval so far; {@code charged}: by this flush, negative for a correction */
    record Flushed(InstanceId instance, IntervalId interval, long seconds, Money charged, Money total)
            implements UsageEvent {}

    /** @param kind {@code overlap}, {@code orphan_charge} or {@code drift} */
    record Anomaly(InstanceId instance, String kind, String detail) implements UsageEvent {}
}
