package cloud.dumont.instances.backup.restore;

import cloud.dumont.events.Actor;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.instances.action.ActionType;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.backup.BackupFacts;
import cloud.dumont.instances.backup.BackupRefusal;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.commit.Epochs;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.RestoreId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Restores that users ask for while their machine runs. */
@Component
public class OrderRestore {
    private static final long GB = 1_000_000_000L;
    private final Machines machines;
    private final Backups backups;
    private final Epochs epochs;
    private final Restores restores;
    private final Workspaces workspaces;
    private final Actions actions;
    private final BackupFacts facts;
    private final Ids ids;
    private final InstantSource clock;

    OrderRestore(
            Machines machines,
            Backups backups,
            Epochs epochs,
            Restores restores,
            Workspaces workspaces,
            Actions actions,
            BackupFacts facts,
            Ids ids,
            InstantSource clock) {
        this.machines = machines;
        this.backups = backups;
        this.epochs = epochs;
        this.restores = restores;
        this.workspaces = workspaces;
        this.actions = actions;
        this.facts = facts;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param backup or {@code at}: exactly one; {@code at} takes the newest version that is not younger
     * @param into empty: where the files were
     */
    public record Wish(
            @Nullable BackupId backup, @Nullable Instant at, List<String> paths, String into, boolean newest) {}

    /** @throws RefusedException {@code not_found}, also for another user's version or one that has expired */
    public Backup version(InstanceId id, UserId user, Wish wish) {
        machines.own(id, user);
        BackupId named = wish.backup();
        Instant at = wish.at();
        return (named != null
                        ? backups.find(named)
                        : at != null ? backups.asOf(id, at) : java.util.Optional.<Backup>empty())
                .filter(backup -> backup.user().equals(user) && backup.state() != Backup.State.EXPIRED)
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }

    /** Inside a transaction. @throws RefusedException {@code invalid_state}, {@code restore_does_not_fit}, {@code not_found} */
    public void order(InstanceId id, UserId user, ActionId action, Wish wish) {
        Backup backup = version(id, user, wish);
        Machine machine = machines.hold(id);
        PlacementId serving = machine.serving();
        if (serving == null || !epochs.isOpen(id, machine.epoch())) {
            throw new RefusedException(new BackupRefusal.InvalidState(
                    machine.status(), "Files are brought back to a running machine. Start it first."));
        }
        refuseIfTooLarge(machine, backup, wish);
        if (!backups.pin(backup.id())) {
            throw new RefusedException(new CommonRefusal.NotFound());
        }
        Instant now = clock.instant();
        Restore restore = Restore.wanted(
                ids.next(RestoreId::new),
                id,
                action,
                backup.id(),
                backup.instance(),
                machine.epoch(),
                serving,
                wish.paths(),
                wish.into(),
                wish.newest(),
                false,
                now);
        actions.begin(action, user, id, ActionType.RESTORE, now);
        if (!restores.insert(restore, user)) {
            throw new RefusedException(
                    new BackupRefusal.InvalidState(machine.status(), "Another restore is going on. Wait for its end."));
        }
        workspaces.ordersChanged(id);
        Actor actor = new Actor(Actor.Kind.USER, user.text());
        facts.tell(
                machine,
                new BackupEvent.RestoreStarted(id, restore.id(), backup.id(), false),
                actor,
                action.text(),
                now);
        facts.tell(machine, new BackupEvent.OrdersChanged(id, serving), actor, action.text(), now);
    }

    /** What is selected cannot be known here without reading the version; everything can. */
    private static void refuseIfTooLarge(Machine machine, Backup backup, Wish wish) {
        long disk = machine.diskGb() * GB;
        if (wish.paths().isEmpty() && backup.bytesTotal() > disk) {
            throw new RefusedException(new BackupRefusal.RestoreDoesNotFit(backup.bytesTotal(), disk));
        }
    }

    /** @throws RefusedException {@code restore_does_not_fit} */
    public void refuseUnlessFits(InstanceId id, long bytes) {
        long disk = machines.find(id).orElseThrow().diskGb() * GB;
        if (bytes > disk) {
            throw new RefusedException(new BackupRefusal.RestoreDoesNotFit(bytes, disk));
        }
    }
}
