package cloud.dumont.instances.backup;

import cloud.dumont.events.Actor;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.workspace.Policies;
import cloud.dumont.instances.backup.workspace.Policy;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is to be saved of a machine, and with whose files it begins. */
@Component
public class BackupPolicies {
    private static final long GB = 1_000_000_000L;
    private final Workspaces workspaces;
    private final Machines machines;
    private final Backups backups;
    private final BackupFacts facts;
    private final BackupConfig config;

    BackupPolicies(Workspaces workspaces, Machines machines, Backups backups, BackupFacts facts, BackupConfig config) {
        this.workspaces = workspaces;
        this.machines = machines;
        this.backups = backups;
        this.facts = facts;
        this.config = config;
    }

    /** @throws RefusedException {@code validation_failed}: also for a version that is not the user's or gone */
    public void check(UserId user, @Nullable BackupWish wish, @Nullable BackupId from) {
        if (wish != null) {
            wish.over(Policies.standard(config));
        }
        if (from != null && usable(user, from) == null) {
            throw gone();
        }
    }

    /** @throws RefusedException {@code restore_does_not_fit} */
    public void refuseUnlessFits(BackupId from, int diskGb) {
        long disk = diskGb * GB;
        backups.find(from).map(Backup::bytesTotal).filter(bytes -> bytes > disk).ifPresent(bytes -> {
            throw new RefusedException(new BackupRefusal.RestoreDoesNotFit(bytes, disk));
        });
    }

    private static RefusedException gone() {
        return new RefusedException(new CommonRefusal.ValidationFailed(
                "#/restore_from", "unknown", "There is no such backup, or it has expired."));
    }

    private @Nullable Backup usable(UserId user, BackupId id) {
        return backups.find(id)
                .filter(backup -> backup.user().equals(user) && backup.state() != Backup.State.EXPIRED)
                .filter(backup -> workspaces
                        .find(backup.instance())
                        .filter(Workspace::hasKey)
                        .isPresent())
                .orElse(null);
    }

    /**
     * For a new machine, in the transaction that makes it. What it is to begin with does not expire until it did.
     *
     * @param limitBytes null: the usual
     * @throws RefusedException {@code validation_failed}: the version is gone
     */
    public void begin(
            InstanceId machine,
            UserId user,
            @Nullable BackupWish wish,
            @Nullable BackupId from,
            @Nullable Long limitBytes,
            Instant now) {
        if (from != null && !backups.pin(from)) {
            throw gone();
        }
        Policy standard = Policies.standard(config);
        workspaces.make(
                machine,
                user,
                wish == null ? standard : wish.over(standard),
                limitBytes == null ? config.limitBytes() : limitBytes,
                from,
                now);
    }

    /** In a transaction that holds the machine; its box hears of it. */
    public void change(InstanceId id, UserId user, BackupWish wish, Actor actor, Instant now) {
        workspaces.make(id, user, Policies.standard(config), config.limitBytes(), null, now);
        Policy before = workspaces.find(id).orElseThrow().policy();
        Policy after = wish.over(before);
        if (after.equals(before)) {
            return;
        }
        workspaces.change(id, after);
        workspaces.ordersChanged(id);
        Machine machine = machines.find(id).orElseThrow();
        PlacementId serving = machine.serving();
        if (serving != null) {
            facts.tell(machine, new BackupEvent.OrdersChanged(id, serving), actor, null, now);
        }
    }
}
