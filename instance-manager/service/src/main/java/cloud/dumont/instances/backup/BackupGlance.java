package cloud.dumont.instances.backup;

import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.restore.Restore;
import cloud.dumont.instances.backup.restore.Restores;
import cloud.dumont.instances.backup.restore.StartRestore;
import cloud.dumont.instances.backup.workspace.Policies;
import cloud.dumont.instances.backup.workspace.Policy;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.RestoreId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How a machine's files are, as its resource shows it. */
@Component
public class BackupGlance {
    private final Workspaces workspaces;
    private final Backups backups;
    private final Restores restores;
    private final StartRestore startRestore;
    private final BackupReadings readings;
    private final BackupConfig config;
    private final InstantSource clock;

    BackupGlance(
            Workspaces workspaces,
            Backups backups,
            Restores restores,
            StartRestore startRestore,
            BackupReadings readings,
            BackupConfig config,
            InstantSource clock) {
        this.workspaces = workspaces;
        this.backups = backups;
        this.restores = restores;
        this.startRestore = startRestore;
        this.readings = readings;
        this.config = config;
        this.clock = clock;
    }

    /**
     * @param lastAt the newest moment whose files are all saved; null: there is none yet
     * @param ageS of {@code lastAt}
     * @param unprotectedAgeS age of the oldest change that is not saved; of a machine on no box how much its last box did
     *     not save; null: the box has not said yet
     * @param copyLagS null: there is no copy, or nothing to copy
     */
    public record State(
            String state,
            @Nullable Instant lastAt,
            @Nullable Long ageS,
            @Nullable Long unprotectedAgeS,
            long backlogBytes,
            @Nullable Long seq,
            @Nullable Long files,
            @Nullable Long bytes,
            @Nullable Long storedBytes,
            @Nullable Long limitBytes,
            @Nullable Instant verifiedAt,
            @Nullable String verifiedState,
            @Nullable Long copyLagS,
            boolean watched,
            @Nullable String problem,
            Policy policy) {}

    public record From(BackupId backup, @Nullable Instant frozenAt) {}

    /** @param id null: the box has not asked for its files yet */
    public record RestoreProgress(
            @Nullable RestoreId id,
            @Nullable ActionId action,
            String phase,
            long filesDone,
            long filesTotal,
            long bytesDone,
            long bytesTotal,
            long bytesPerSecond,
            @Nullable Long etaS,
            From from,
            List<String> paths,
            @Nullable String into,
            long damagedFiles) {}

    /** @param serving the box that serves the machine now; null: none */
    public State of(InstanceId machine, @Nullable PlacementId serving) {
        Instant now = clock.instant();
        Optional<Workspace> workspace = workspaces.find(machine);
        Optional<Backup> tip = backups.tip(machine);
        Optional<BackupReadings.Heard> heard =
                readings.newest(machine).filter(known -> known.placement().equals(serving));
        Instant lastAt = lastAt(backups.newestComplete(machine), heard);
        return new State(
                state(serving, tip, heard),
                lastAt,
                lastAt == null
                        ? null
                        : Math.max(0, Duration.between(lastAt, now).toSeconds()),
                (serving == null
                                ? Optional.of(left(tip, readings.newest(machine)))
                                : heard.map(known -> unprotected(known, now)))
                        .orElse(null),
                heard.map(known -> known.reading().backlogBytes()).orElse(0L),
                tip.map(Backup::seq).orElse(null),
                tip.map(Backup::files).orElse(null),
                tip.map(Backup::bytesTotal).orElse(null),
                workspace.map(Workspace::storedBytes).orElse(null),
                workspace.map(Workspace::limitBytes).orElse(null),
                workspace.map(Workspace::verifiedAt).orElse(null),
                workspace.map(Workspace::verifiedState).orElse(null),
                workspace.flatMap(known -> copyLag(known, now)).orElse(null),
                heard.map(known -> known.reading().watched()).orElse(true),
                heard.map(known -> known.reading().problem()).orElse(null),
                workspace.map(Workspace::policy).orElseGet(() -> Policies.standard(config)));
    }

    private static String state(
            @Nullable PlacementId serving, Optional<Backup> tip, Optional<BackupReadings.Heard> heard) {
        if (serving == null) {
            return tip.isPresent() ? "stopped" : "none";
        }
        return heard.map(known -> known.reading().state()).orElse("starting");
    }

    /** The later of what the box said and what is registered. */
    private static @Nullable Instant lastAt(Optional<Backup> whole, Optional<BackupReadings.Heard> heard) {
        Instant committed = whole.map(Backup::frozenAt).orElse(null);
        Instant said = heard.map(BackupGlance::protectedAt).orElse(null);
        if (committed == null || said == null) {
            return committed == null ? said : committed;
        }
        return said.isAfter(committed) ? said : committed;
    }

    private static @Nullable Instant protectedAt(BackupReadings.Heard heard) {
        Long ago = heard.reading().protectedAgoMillis();
        return ago == null ? null : heard.at().minusMillis(ago);
    }

    private static long unprotected(BackupReadings.Heard heard, Instant now) {
        long then = heard.reading().unprotectedMillis();
        return then == 0
                ? 0
                : Math.max(
                        0,
                        Duration.ofMillis(then)
                                .plus(Duration.between(heard.at(), now))
                                .toSeconds());
    }

    /** What the last box said before it was let go, unless a commit that holds everything came after that. */
    private static long left(Optional<Backup> tip, Optional<BackupReadings.Heard> last) {
        return last.filter(known -> tip.filter(Backup::complete)
                        .filter(whole -> !whole.committedAt().isBefore(known.at()))
                        .isEmpty())
                .map(known ->
                        Duration.ofMillis(known.reading().unprotectedMillis()).toSeconds())
                .orElse(0L);
    }

    private Optional<Long> copyLag(Workspace workspace, Instant now) {
        if (workspace.copiedAt() == null) {
            return Optional.empty();
        }
        return Optional.of(backups.numbered(workspace.instance(), workspace.copiedSeq() + 1)
                .map(next ->
                        Math.max(0, Duration.between(next.committedAt(), now).toSeconds()))
                .orElse(0L));
    }

    /**
     * Null: nothing is being brought back. A box that has files to bring back does so from the moment it serves, though it may
     * not have asked for them yet: whoever sees null finds the files there.
     *
     * @param serving the epoch of the box that serves the machine now; null: none does
     */
    public @Nullable RestoreProgress restoring(InstanceId machine, @Nullable Epoch serving) {
        return restores.goingOn(machine)
                .filter(restore -> serving == null || !restore.epoch().isBefore(serving))
                .map(this::progress)
                .or(() -> Optional.ofNullable(serving)
                        .flatMap(epoch -> startRestore.awaited(machine, epoch))
                        .map(BackupGlance::awaited))
                .orElse(null);
    }

    private static RestoreProgress awaited(Backup backup) {
        return new RestoreProgress(
                null,
                null,
                "planning",
                0,
                backup.files(),
                0,
                backup.bytesTotal(),
                0,
                null,
                new From(backup.id(), backup.frozenAt()),
                List.of(),
                null,
                0);
    }

    private RestoreProgress progress(Restore restore) {
        long left = restore.bytesTotal() - restore.bytesDone();
        return new RestoreProgress(
                restore.id(),
                restore.action(),
                restore.phase(),
                restore.filesDone(),
                restore.filesTotal(),
                restore.bytesDone(),
                restore.bytesTotal(),
                restore.bytesPerSecond(),
                restore.bytesPerSecond() > 0 && restore.bytesTotal() > 0 ? left / restore.bytesPerSecond() : null,
                new From(
                        restore.backup(),
                        backups.find(restore.backup()).map(Backup::frozenAt).orElse(null)),
                restore.paths(),
                restore.into().isEmpty() ? null : restore.into(),
                restore.damagedFiles());
    }
}
