package cloud.dumont.instances.backup.restore;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.events.Actor;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.instances.backup.BackupFacts;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.commit.Epochs;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.RestoreId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a new box begins with: the machine's last files, or those of another machine that it was made from. */
@Component
public class StartRestore {
    /** On so many boxes a version has to fail before an older one is taken. */
    private static final int FAILURES = 2;

    private final Restores restores;
    private final Epochs epochs;
    private final Backups backups;
    private final Workspaces workspaces;
    private final EndRestore endRestore;
    private final BackupFacts facts;
    private final Ids ids;

    StartRestore(
            Restores restores,
            Epochs epochs,
            Backups backups,
            Workspaces workspaces,
            EndRestore endRestore,
            BackupFacts facts,
            Ids ids) {
        this.restores = restores;
        this.epochs = epochs;
        this.backups = backups;
        this.workspaces = workspaces;
        this.endRestore = endRestore;
        this.facts = facts;
        this.ids = ids;
    }

    /** Inside the transaction that opens the epoch; once per epoch. */
    public void begin(
            Machine machine, PlacementId placement, Workspace workspace, @Nullable CommitRef sealed, Instant now) {
        if (restores.begunAtStart(machine.id(), machine.epoch())) {
            return;
        }
        Optional<Backup> from = from(workspace, sealed).filter(backup -> backups.pin(backup.id()));
        if (from.isEmpty()) {
            return;
        }
        restores.goingOn(machine.id())
                .filter(left -> left.epoch().isBefore(machine.epoch()))
                .ifPresent(left -> endRestore.cancel(left, now));
        Restore restore = Restore.wanted(
                ids.next(RestoreId::new),
                machine.id(),
                null,
                from.get().id(),
                from.get().instance(),
                machine.epoch(),
                placement,
                List.of(),
                "",
                false,
                true,
                now);
        if (restores.insert(restore, machine.user())) {
            workspaces.ordersChanged(machine.id());
            facts.tell(
                    machine,
                    new BackupEvent.RestoreStarted(machine.id(), restore.id(), restore.backup(), true),
                    Actor.system("backup"),
                    null,
                    now);
        }
    }

    /** What a box will bring back once it asks; empty: nothing, or it has asked. */
    public Optional<Backup> awaited(InstanceId machine, Epoch epoch) {
        return workspaces
                .find(machine)
                .filter(workspace -> workspace.erasedAt() == null && !epochs.hasBegun(machine, epoch))
                .flatMap(workspace -> ofAnother(workspace).or(() -> backups.tip(machine)));
    }

    /** Until all of them are in a version of its own, the files that the machine was made from are more than it has. */
    private Optional<Backup> from(Workspace workspace, @Nullable CommitRef sealed) {
        return ofAnother(workspace)
                .or(() -> sealed == null ? Optional.empty() : backups.numbered(workspace.instance(), sealed.seq()))
                .map(newest -> readable(workspace.instance(), newest));
    }

    /**
     * That one, or if it could not be brought back twice, on different boxes, the newest before it of which that is not known. What is
     * damaged would fail on every box; which commit of a chain it is nobody knows, so after two versions of one chain all of it is left.
     */
    private Backup readable(InstanceId machine, Backup newest) {
        Backup version = newest;
        Optional<Long> chain = Optional.empty();
        while (restores.failedAtStart(machine, version.id()) >= FAILURES) {
            long began =
                    backups.chain(version.instance(), version.seq()).getFirst().seq();
            long before = chain.filter(known -> known == began).isPresent() ? began : version.seq();
            chain = Optional.of(began);
            Optional<Backup> older = backups.before(version.instance(), before);
            if (older.isEmpty()) {
                return newest;
            }
            version = older.get();
        }
        return version;
    }

    private Optional<Backup> ofAnother(Workspace workspace) {
        BackupId other = workspace.restoreFrom();
        return other == null
                ? Optional.empty()
                : backups.find(other)
                        .filter(backup -> backup.user().equals(workspace.user()))
                        .filter(backup -> workspaces
                                .find(backup.instance())
                                .filter(Workspace::hasKey)
                                .isPresent());
    }
}
