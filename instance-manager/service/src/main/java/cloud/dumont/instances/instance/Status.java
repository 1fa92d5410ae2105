package cloud.dumont.instances.instance;

import cloud.dumont.instances.worklist.Queue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The word for a state, as in the API. */
public enum Status {
    REQUESTED,
    LAUNCHING,
    BOOTING,
    RUNNING,
    SUSPECT,
    FAILING_OVER,
    ON_STANDBY,
    RETURNING,
    STOPPING,
    STOPPED,
    FAILED,
    DESTROYING,
    DESTROYED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Who has to do something about a machine that stands so. */
    public List<Queue> queues() {
        return switch (this) {
            // A GPU box comes up like any box, beside what the move itself needs.
            case FAILING_OVER, ON_STANDBY, RETURNING -> List.of(Queue.FAILOVER, Queue.PROVISION);
            case REQUESTED, LAUNCHING, BOOTING, RUNNING, SUSPECT, STOPPING, STOPPED, FAILED, DESTROYING, DESTROYED ->
                List.of(Queue.PROVISION);
        };
    }

    public static Optional<Status> of(String word) {
        for (Status status : values()) {
            if (status.word().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
