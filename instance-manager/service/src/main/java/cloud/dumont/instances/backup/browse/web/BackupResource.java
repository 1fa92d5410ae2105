package cloud.dumont.instances.backup.browse.web;

import cloud.dumont.instances.backup.browse.OwnBackups;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.InstanceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A version as the API shows it. */
record BackupResource(
        BackupId id,
        InstanceId instance,
        long seq,
        long epoch,
        String kind,
        String state,
        long files,
        long bytesTotal,
        long bytesNew,
        Instant frozenAt,
        Instant committedAt,
        @Nullable Instant verifiedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant keepUntil,
        @Nullable String description,
        boolean complete,
        boolean latest) {
    static BackupResource of(Backup backup, OwnBackups.Frame frame) {
        return new BackupResource(
                backup.id(),
                backup.instance(),
                backup.seq(),
                backup.epoch(),
                backup.kind().word(),
                backup.state().word(),
                backup.files(),
                backup.bytesTotal(),
                backup.bytesNew(),
                backup.frozenAt(),
                backup.committedAt(),
                backup.verifiedAt(),
                frame.deleteAt() == null ? backup.expiresAt() : frame.deleteAt(),
                backup.keepUntil(),
                backup.description(),
                backup.complete(),
                backup.seq() == frame.newestSeq());
    }

    static String etag(Backup backup) {
        return "v" + backup.version();
    }
}
