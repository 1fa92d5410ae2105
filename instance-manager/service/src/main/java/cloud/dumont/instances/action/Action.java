package cloud.dumont.instances.action;

import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something slow that a user asked for, and how far it is.
 *
 * @param progress 0–100
 * @param step what goes on now
 * @param result what it made, by kind, e.g. {@code backup}
 */
public record Action(
        ActionId id,
        UserId user,
        InstanceId instance,
        ActionType type,
        Status status,
        int progress,
        @Nullable String step,
        @Nullable Failure error,
        @Nullable Map<String, String> result,
        Instant startedAt,
        @Nullable Instant finishedAt) {
    public enum Status {
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /** @param code stable, like the codes of problem documents */
    public record Failure(String code, @Nullable String detail) {}

    public boolean isOver() {
        return status != Status.RUNNING;
    }
}
