package cloud.dumont.instances.backup;

import cloud.dumont.instances.backup.browse.SavedFiles;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.store.reading.SavedDigest;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What the saved versions themselves say, to compare with what a box read back from its disk. */
@Component
public class FilesProved {
    private final SavedFiles saved;
    private final Backups backups;

    FilesProved(SavedFiles saved, Backups backups) {
        this.saved = saved;
        this.backups = backups;
    }

    /**
     * @param frozenAt as of when the files are
     * @param entries files and symbolic links
     * @param bytes of their contents
     * @param digest as {@code docs/backup-format.md} (proof) defines it
     */
    public record Version(long seq, Instant frozenAt, long entries, long bytes, String digest) {}

    /** Whether anything is saved. */
    public boolean isAnythingSaved(InstanceId machine) {
        return backups.tip(machine).isPresent();
    }

    /**
     * Reads the store: slow, and outside of transactions.
     *
     * @throws RefusedException {@code backup_damaged}, {@code backup_expired}, {@code backups_erased}, {@code maintenance}
     */
    public Optional<Version> of(FilesInPlace files) {
        Backup version =
                files.backup() == null ? null : backups.find(files.backup()).orElse(null);
        if (version == null) {
            return Optional.empty();
        }
        SavedDigest digest = saved.digest(version);
        return Optional.of(
                new Version(version.seq(), version.frozenAt(), digest.entries(), digest.bytes(), digest.digest()));
    }
}
