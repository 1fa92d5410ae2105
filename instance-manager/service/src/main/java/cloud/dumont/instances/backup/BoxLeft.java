package cloud.dumont.instances.backup;

import cloud.dumont.instances.backup.order.EndOrder;
import cloud.dumont.instances.backup.restore.EndRestore;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.InstanceId;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** What follows for saved files when a box is a machine's no more, in the transaction in which that happens. */
@Component
public class BoxLeft {
    private final EndOrder endOrder;
    private final EndRestore endRestore;
    private final Workspaces workspaces;

    BoxLeft(EndOrder endOrder, EndRestore endRestore, Workspaces workspaces) {
        this.endOrder = endOrder;
        this.endRestore = endRestore;
        this.workspaces = workspaces;
    }

    public void nothingServes(InstanceId machine, Instant now) {
        endOrder.cancelAll(machine, now);
        endRestore.cancelAll(machine, now);
    }

    /** @param keep how long the files stay */
    public void destroyed(InstanceId machine, Instant now, Duration keep) {
        nothingServes(machine, now);
        workspaces.destroyed(machine, now, now.plus(keep));
    }
}
