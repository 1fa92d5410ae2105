package cloud.dumont.agent.protocol.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the platform wants of the backup now; asked for after {@code BACKUP_CHANGED}, at the start, and now and then. An order
 * that is still listed is not done.
 *
 * @param restore at most one at a time; it goes before everything else
 */
public record BackupOrders(
        BackupPolicy policy,
        List<Snapshot> snapshots,
        @Nullable RestoreOrder restore) {
    /**
     * A commit that the user (manual) or a stop (final) waits for.
     *
     * @param kind {@code manual}, or {@code final}: the user's processes are frozen before the last read, and stay so when it
     *     was accepted
     * @param deadlineSeconds from when the agent first sees the order; a final one that cannot make it lets the processes go on and
     *     reports failure
     */
    public record Snapshot(String id, String kind, int deadlineSeconds) {
        public static final String MANUAL = "manual";
        public static final String FINAL = "final";
    }
}
