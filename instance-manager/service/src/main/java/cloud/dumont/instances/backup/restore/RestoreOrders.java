package cloud.dumont.instances.backup.restore;

import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.workspace.SealedKeys;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.InstanceId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The restore that a box has to do now, in the words of the protocol. */
@Component
public class RestoreOrders {
    private final Restores restores;
    private final Backups backups;
    private final Workspaces workspaces;
    private final SealedKeys keys;

    RestoreOrders(Restores restores, Backups backups, Workspaces workspaces, SealedKeys keys) {
        this.restores = restores;
        this.backups = backups;
        this.workspaces = workspaces;
        this.keys = keys;
    }

    public Optional<RestoreOrder> now(Machine machine) {
        return restores.goingOn(machine.id())
                .filter(restore -> restore.epoch().equals(machine.epoch()))
                .filter(restore -> workspaces
                        .find(restore.source())
                        .filter(Workspace::hasKey)
                        .isPresent())
                .map(this::order);
    }

    /** Whether the machine may read that workspace now: it is to restore from it. */
    public boolean mayRead(Machine machine, InstanceId source) {
        return restores.goingOn(machine.id())
                .filter(restore -> restore.epoch().equals(machine.epoch()))
                .filter(restore -> restore.source().equals(source))
                .isPresent();
    }

    private RestoreOrder order(Restore restore) {
        Backup wanted = backups.find(restore.backup()).orElseThrow();
        return new RestoreOrder(
                restore.id().text(),
                backups.chain(restore.source(), wanted.seq()),
                restore.paths(),
                restore.into(),
                restore.newest(),
                restore.start(),
                restore.source().equals(restore.instance()) ? null : source(restore.source()));
    }

    private RestoreOrder.@Nullable Source source(InstanceId other) {
        Workspace workspace = workspaces.find(other).orElseThrow();
        return new RestoreOrder.Source(
                workspace.id(), workspace.root(), keys.open(other).revealBase64());
    }
}
