package cloud.dumont.instances.backup;

import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.commit.Epochs;
import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.instances.backup.restore.Restore;
import cloud.dumont.instances.backup.restore.Restores;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How far a new box is with what its machine had saved. */
@Component
public class FilesBack {
    private final Restores restores;
    private final Epochs epochs;
    private final Backups backups;
    private final BackupReadings readings;
    private final Depot depot;

    FilesBack(Restores restores, Epochs epochs, Backups backups, BackupReadings readings, Depot depot) {
        this.restores = restores;
        this.epochs = epochs;
        this.backups = backups;
        this.readings = readings;
        this.depot = depot;
    }

    /** How it stands. */
    public sealed interface Standing {
        /** The box has not asked for them. */
        record NotBegun() implements Standing {}

        /** @param phase as the box says @param files and {@code bytes}: that are back */
        record Coming(String phase, long files, long bytes) implements Standing {}

        /** What was worked on last is there. @param wholeAt since when everything is; null: the rest is under way */
        record Usable(@Nullable Instant wholeAt) implements Standing {}

        /** @param detail one sentence */
        record Failed(String detail) implements Standing {}
    }

    public Standing of(InstanceId machine, Epoch epoch) {
        if (!depot.isThere()) {
            return new Standing.Usable(Instant.EPOCH);
        }
        Optional<Restore> begun = restores.atStart(machine, epoch);
        if (begun.isEmpty()) {
            return epochs.isOpen(machine, epoch) ? new Standing.Usable(Instant.EPOCH) : new Standing.NotBegun();
        }
        Restore restore = begun.get();
        return switch (restore.state()) {
            case WAITING -> new Standing.Coming("", 0, 0);
            case RUNNING ->
                RestoreReport.REST.equals(restore.phase())
                        ? new Standing.Usable(null)
                        : new Standing.Coming(restore.phase(), restore.filesDone(), restore.bytesDone());
            case DONE -> new Standing.Usable(restore.endedAt());
            case FAILED -> new Standing.Failed(restore.problem() == null ? "The restore failed." : restore.problem());
            case CANCELLED -> new Standing.Failed("The restore was given up.");
        };
    }

    /** As of when the files are that the box of this epoch brings back, if the newest version could not be read; else empty. */
    public Optional<Instant> olderThanNewest(InstanceId machine, Epoch epoch) {
        Optional<Backup> newest = backups.tipBefore(machine, epoch);
        return restores.atStart(machine, epoch)
                .filter(restore -> restore.source().equals(machine))
                .flatMap(restore -> backups.find(restore.backup()))
                .filter(brought ->
                        newest.filter(tip -> tip.seq() > brought.seq()).isPresent())
                .map(Backup::frozenAt);
    }

    /** As of when everything is saved, by the versions and by what the box said last; empty: nothing is. */
    public Optional<Instant> recoveryPoint(InstanceId machine) {
        Optional<Instant> told = readings.newest(machine).flatMap(FilesBack::saved);
        return backups.tip(machine)
                .map(Backup::frozenAt)
                .map(frozen -> told.filter(frozen::isBefore).orElse(frozen));
    }

    private static Optional<Instant> saved(BackupReadings.Heard heard) {
        Long ago = heard.reading().protectedAgoMillis();
        return ago == null ? Optional.empty() : Optional.of(heard.at().minusMillis(ago));
    }
}
