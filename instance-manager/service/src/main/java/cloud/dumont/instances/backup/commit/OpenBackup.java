package cloud.dumont.instances.backup.commit;

import cloud.dumont.agent.protocol.backup.BackupOpened;
import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.BackupConfig;
import cloud.dumont.instances.backup.BackupRefusal;
import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.order.AgentOrders;
import cloud.dumont.instances.backup.restore.StartRestore;
import cloud.dumont.instances.backup.store.key.WorkspaceKey;
import cloud.dumont.instances.backup.store.vault.Fence;
import cloud.dumont.instances.backup.workspace.Policies;
import cloud.dumont.instances.backup.workspace.SealedKeys;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets a box begin to save its machine. What its epoch builds on is written down first, then into the store, and only then is
 * the box answered: so nothing of the epoch can lie in the store before its fence. May be repeated.
 */
@Component
public class OpenBackup {
    private final Machines machines;
    private final Workspaces workspaces;
    private final SealedKeys keys;
    private final Epochs epochs;
    private final Backups backups;
    private final StartRestore startRestore;
    private final AgentOrders orders;
    private final Depot depot;
    private final BackupConfig config;
    private final TransactionTemplate transactions;
    private final InstantSource clock;

    OpenBackup(
            Machines machines,
            Workspaces workspaces,
            SealedKeys keys,
            Epochs epochs,
            Backups backups,
            StartRestore startRestore,
            AgentOrders orders,
            Depot depot,
            BackupConfig config,
            TransactionTemplate transactions,
            InstantSource clock) {
        this.machines = machines;
        this.workspaces = workspaces;
        this.keys = keys;
        this.epochs = epochs;
        this.backups = backups;
        this.startRestore = startRestore;
        this.orders = orders;
        this.depot = depot;
        this.config = config;
        this.transactions = transactions;
        this.clock = clock;
    }

    private record Begun(Machine machine, Workspace workspace, Epochs.Opened epoch, WorkspaceKey key) {}

    /** @throws RefusedException {@code stale_epoch}, {@code not_serving}, {@code not_found}, {@code backups_erased}, {@code maintenance} */
    public BackupOpened open(PlacementId placement, Epoch epoch) {
        depot.store();
        Begun begun = Objects.requireNonNull(transactions.execute(status -> begin(placement, epoch)));
        Workspace workspace = begun.workspace();
        if (!begun.epoch().written()) {
            Fence fence = new Fence(
                    begun.epoch().epoch(), begun.epoch().sealed(), begun.epoch().at());
            depot.vault().open(workspace.root(), workspace.id(), begun.key(), fence);
            transactions.executeWithoutResult(status -> epochs.written(workspace.instance(), epoch, clock.instant()));
        }
        List<CommitRef> chain = backups.tip(workspace.instance())
                .map(tip -> backups.chain(workspace.instance(), tip.seq()))
                .orElse(List.of());
        return new BackupOpened(
                workspace.id(), workspace.root(), begun.key().revealBase64(), chain, orders.now(begun.machine()));
    }

    private Begun begin(PlacementId placement, Epoch epoch) {
        Instant now = clock.instant();
        Machine machine = machines.holdOf(placement, epoch);
        workspaces.make(machine.id(), machine.user(), Policies.standard(config), config.limitBytes(), null, now);
        keys.makeIfMissing(machine.id());
        Workspace workspace = workspaces.find(machine.id()).orElseThrow();
        if (workspace.erasedAt() != null) {
            throw new RefusedException(new BackupRefusal.Erased());
        }
        Epochs.Opened opened = epochs.open(machine.id(), epoch, placement, now);
        startRestore.begin(machine, placement, workspace, opened.sealed(), now);
        return new Begun(machine, workspace, opened, keys.open(machine.id()));
    }
}
