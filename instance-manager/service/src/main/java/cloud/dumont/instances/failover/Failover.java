package cloud.dumont.instances.failover;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One move of a machine whose box was given up, as it is told to people. What is to be done next stands in the machine's state.
 *
 * @param evidence by which it was decided
 * @param guard how much silence was believed then
 * @param lastSeenAt when the box was heard of last
 * @param usableAt when what was worked on last was back
 * @param restoredAt when everything was
 * @param recoveryPoint as of when the files are
 * @param lostWorkSeconds from then until the box was heard of last; null: nothing was ever saved
 * @param keptUntil until then the lost box is not killed, because what is not saved may be on it; null: it was killed at once
 */
public record Failover(
        FailoverId id,
        InstanceId instance,
        UserId user,
        Epoch fromEpoch,
        @Nullable Epoch toEpoch,
        Trigger trigger,
        Phase phase,
        List<Evidence> evidence,
        String guard,
        @Nullable Place target,
        Instant lastSeenAt,
        @Nullable Instant suspectedAt,
        Instant decidedAt,
        Instant fencedAt,
        @Nullable Instant standbyReadyAt,
        @Nullable Instant usableAt,
        @Nullable Instant routedAt,
        @Nullable Instant restoredAt,
        @Nullable Instant returnedAt,
        @Nullable Instant abortedAt,
        @Nullable String abortReason,
        @Nullable Instant recoveryPoint,
        @Nullable Integer lostWorkSeconds,
        @Nullable Instant keptUntil) {
    /** @param kind e.g. {@code beat_missed}, {@code vendor_word}, {@code ssh_probe} */
    public record Evidence(String kind, Instant at, String detail) {}

    public record Place(String kind, String vendor, String zone) {}

    /** What made it. */
    public enum Trigger {
        LOST,
        OUTBID,
        PROVIDER_STOP,
        MANUAL,
        DRILL;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far it is. */
    public enum Phase {
        CHOOSING,
        ACTIVATING,
        RESTORING,
        ON_STANDBY,
        RETURNING,
        RETURNED,
        ABORTED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
