package cloud.dumont.instances.drill;

import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.DrillId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One rehearsal of a failover. The machine serves on and knows nothing of it.
 *
 * @param failedZones that had no room
 * @param placement the standby's; null while none is chosen
 * @param since when this state began
 * @param readyAt when the standby had reported for duty
 * @param usableAt when what was worked on last was there
 * @param restoredAt when everything was
 * @param seq of the version that was restored
 * @param frozenAt as of when its files are
 * @param digestSaved what the saved version says
 * @param digestFound what the standby read from its disk
 * @param differing at most 100 paths
 * @param detail why it failed or was cancelled, one sentence
 */
public record Drill(
        DrillId id,
        InstanceId instance,
        UserId user,
        ActionId action,
        Trigger trigger,
        State state,
        List<String> failedZones,
        @Nullable PlacementId placement,
        @Nullable String zone,
        @Nullable String machineType,
        Instant requestedAt,
        Instant since,
        @Nullable Instant readyAt,
        @Nullable Instant usableAt,
        @Nullable Instant restoredAt,
        @Nullable Instant endedAt,
        @Nullable Long seq,
        @Nullable Instant frozenAt,
        @Nullable Long entries,
        @Nullable Long bytes,
        @Nullable String digestSaved,
        @Nullable String digestFound,
        List<String> differing,
        @Nullable String detail) {
    /** Who asked for it. */
    public enum Trigger {
        USER,
        SCHEDULE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum State {
        /** no zone has given a standby yet */
        CHOOSING,
        /** one comes up */
        STARTING,
        /** it brings the files into place and reads them back */
        RESTORING,
        /** they are the same, byte for byte */
        PASSED,
        FAILED,
        /** the machine went another way meanwhile */
        CANCELLED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isOver() {
            return switch (this) {
                case CHOOSING, STARTING, RESTORING -> false;
                case PASSED, FAILED, CANCELLED -> true;
            };
        }
    }
}
