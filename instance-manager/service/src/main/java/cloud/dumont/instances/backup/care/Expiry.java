package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.store.retention.Retention;
import cloud.dumont.instances.backup.store.retention.Version;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.kernel.BackupId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Lets versions go as the machine's policy says. */
@Component
class Expiry {
    private final Backups backups;

    Expiry(Backups backups) {
        this.backups = backups;
    }

    /** @return how many expired */
    int run(Workspace workspace, Instant now) {
        List<Backup> living = backups.all(workspace.instance()).stream()
                .filter(backup -> backup.state() != Backup.State.EXPIRED)
                .toList();
        Set<Long> expired = Retention.expired(
                living.stream().map(Expiry::version).toList(),
                workspace.policy().retention(),
                now);
        List<BackupId> ids = living.stream()
                .filter(backup -> expired.contains(backup.seq()))
                .map(Backup::id)
                .toList();
        return ids.isEmpty() ? 0 : backups.expireUnkept(workspace.instance(), ids, now);
    }

    private static Version version(Backup backup) {
        Version.Kind kind = switch (backup.kind()) {
            case CONTINUOUS -> Version.Kind.CONTINUOUS;
            case MANUAL -> Version.Kind.MANUAL;
            case FINAL -> Version.Kind.FINAL;
            case RESCUE -> Version.Kind.RESCUE;
        };
        return new Version(backup.seq(), backup.committedAt(), kind, backup.keepUntil());
    }
}
