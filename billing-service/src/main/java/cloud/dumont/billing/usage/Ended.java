package cloud.dumont.billing.usage;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The user paid until {@code closedAt}. */
public record Ended(UserId user, InstanceId instance, Stretch stretch, Epoch epoch, Instant closedAt, String reason) {
    private static final String LOST = "lost";

    /** A machine that was lost is paid for until it was last confirmed alive: the dead minutes are ours. */
    public static Instant paidUntil(Instant closedAt, String reason, @Nullable Instant lastConfirmedAt) {
        return LOST.equals(reason) && lastConfirmedAt != null && lastConfirmedAt.isBefore(closedAt)
                ? lastConfirmedAt
                : closedAt;
    }
}
