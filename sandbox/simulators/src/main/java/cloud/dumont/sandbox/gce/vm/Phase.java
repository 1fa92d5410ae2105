package cloud.dumont.sandbox.gce.vm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a virtual machine stands.
 *
 * @param due when this ends by itself; null: it lasts
 * @param deleting the machine is gone when it has stopped
 * @param operation that is done when the machine has arrived
 */
public record Phase(
        VmStatus status,
        @Nullable Instant due,
        boolean deleting,
        @Nullable String operation) {
    public Phase to(VmStatus next, @Nullable Instant until) {
        return new Phase(next, until, deleting, operation);
    }

    public Phase rest(VmStatus next) {
        return new Phase(next, null, deleting, null);
    }

    public boolean isDue(Instant now) {
        return due != null && !now.isBefore(due);
    }
}
