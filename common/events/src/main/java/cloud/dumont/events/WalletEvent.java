package cloud.dumont.events;

import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to a user's money. Key: the user. */
public sealed interface WalletEvent extends DomainEvent {
    /** @param burnNanosPerSecond nano-USD per second of all open intervals */
    record Changed(
            Money posted,
            Money held,
            long burnNanosPerSecond,
            @Nullable Instant runsOutAt,
            long ver) implements WalletEvent {}

    /** Nothing is left. @param stop machines to stop, in this order */
    record Exhausted(List<InstanceId> stop) implements WalletEvent {}
}
