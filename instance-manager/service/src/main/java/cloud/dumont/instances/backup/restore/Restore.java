package cloud.dumont.instances.backup.restore;

import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.RestoreId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One bringing back of files.
 *
 * @param source whose files: mostly the machine itself
 * @param paths absolute; empty: everything
 * @param into empty: where they were
 * @param start whether the machine came to this box with it
 * @param phase as the agent says
 */
public record Restore(
        RestoreId id,
        InstanceId instance,
        @Nullable ActionId action,
        BackupId backup,
        InstanceId source,
        Epoch epoch,
        PlacementId placement,
        List<String> paths,
        String into,
        boolean newest,
        boolean start,
        State state,
        String phase,
        long filesDone,
        long filesTotal,
        long bytesDone,
        long bytesTotal,
        long bytesPerSecond,
        long damagedFiles,
        @Nullable String problem,
        Instant createdAt,
        @Nullable Instant endedAt) {
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isOver() {
            return switch (this) {
                case WAITING, RUNNING -> false;
                case DONE, FAILED, CANCELLED -> true;
            };
        }
    }

    /** Before the agent said anything. */
    public static Restore wanted(
            RestoreId id,
            InstanceId instance,
            @Nullable ActionId action,
            BackupId backup,
            InstanceId source,
            Epoch epoch,
            PlacementId placement,
            List<String> paths,
            String into,
            boolean newest,
            boolean start,
            Instant now) {
        return new Restore(
                id,
                instance,
                action,
                backup,
                source,
                epoch,
                placement,
                paths,
                into,
                newest,
                start,
                State.WAITING,
                "planning",
                0,
                0,
                0,
                0,
                0,
                0,
                null,
                now,
                null);
    }
}
