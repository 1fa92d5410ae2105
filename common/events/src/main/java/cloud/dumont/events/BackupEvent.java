package cloud.dumont.events;

import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.RestoreId;
import java.time.Instant;
import java.util.List;

/** What happens to the saved files of a machine. Key: the instance. No fact holds names of files but {@link Damaged}. */
public sealed interface BackupEvent extends DomainEvent {
    /** @param kind {@code continuous}, {@code manual}, {@code final} or {@code rescue} */
    record Committed(
            InstanceId instance, BackupId backup, long seq, String kind, Instant frozenAt, long files, long bytesNew)
            implements BackupEvent {}

    /** @param extent {@code sample} or {@code whole} */
    record Verified(InstanceId instance, BackupId backup, long seq, String extent) implements BackupEvent {}

    /** @param badFileCount how many files cannot be restored whole @param badFiles some of them, at most 20 */
    record Damaged(InstanceId instance, BackupId backup, long seq, long badFileCount, List<String> badFiles)
            implements BackupEvent {}

    /** Told once per episode. @param ageS of the newest state of the machine that is saved */
    record Late(InstanceId instance, long ageS) implements BackupEvent {}

    /**
     * A backup that somebody waits for was not made.
     *
     * @param kind {@code manual} or {@code final}
     * @param code stable, e.g. {@code deadline}
     */
    record Failed(InstanceId instance, String kind, String code, String detail, long unsavedBytes)
            implements BackupEvent {}

    /** The machine's backup key was handed to its user. */
    record KeyShown(InstanceId instance) implements BackupEvent {}

    /** The agent of the placement has to ask for its orders. */
    record OrdersChanged(InstanceId instance, PlacementId placement) implements BackupEvent {}

    /** @param start whether the machine came to a new box with it */
    record RestoreStarted(InstanceId instance, RestoreId restore, BackupId backup, boolean start)
            implements BackupEvent {}

    record RestoreCompleted(
            InstanceId instance, RestoreId restore, long files, long bytes, long seconds, long damagedFiles)
            implements BackupEvent {}

    record RestoreFailed(InstanceId instance, RestoreId restore, String detail) implements BackupEvent {}
}
