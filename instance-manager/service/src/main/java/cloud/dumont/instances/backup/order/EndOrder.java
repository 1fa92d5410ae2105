package cloud.dumont.instances.backup.order;

import cloud.dumont.agent.protocol.backup.OrderFailed;
import cloud.dumont.events.Actor;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.action.Progress;
import cloud.dumont.instances.backup.BackupFacts;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Worklist;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Ends orders, in the running transaction, with all that follows. What becomes of a machine that was to stop after its final
 * backup is not decided here: its own work is woken.
 */
@Component
public class EndOrder {
    private static final int MAX_DETAIL = 500;
    private final Orders orders;
    private final Workspaces workspaces;
    private final Machines machines;
    private final Actions actions;
    private final BackupFacts facts;
    private final Worklist worklist;
    private final InstantSource clock;

    EndOrder(
            Orders orders,
            Workspaces workspaces,
            Machines machines,
            Actions actions,
            BackupFacts facts,
            Worklist worklist,
            InstantSource clock) {
        this.orders = orders;
        this.workspaces = workspaces;
        this.machines = machines;
        this.actions = actions;
        this.facts = facts;
        this.worklist = worklist;
        this.clock = clock;
    }

    /** @return false when nobody waits for it any more */
    public boolean done(Machine machine, Order order, BackupId backup, Instant now) {
        if (!orders.done(order.id(), backup, now)) {
            return false;
        }
        workspaces.ordersChanged(machine.id());
        ActionId action = order.action();
        if (order.kind() == Order.Kind.MANUAL && action != null) {
            actions.succeed(action, Map.of("backup", backup.text()), now);
        }
        wake(order);
        return true;
    }

    /** What the box says. Repeating it, or saying it too late, changes nothing. */
    @Transactional
    public void failed(PlacementId placement, OrderFailed report) {
        Machine machine = machines.holdOf(placement, report.epoch());
        Optional<Order> order = OrderId.parse(report.order())
                .flatMap(orders::find)
                .filter(found -> found.instance().equals(machine.id()));
        if (order.isPresent()) {
            String detail =
                    report.detail().length() > MAX_DETAIL ? report.detail().substring(0, MAX_DETAIL) : report.detail();
            fail(machine, order.get(), report.code(), detail, Math.max(0, report.unsavedBytes()), clock.instant());
        }
    }

    /** @return false when it had ended already */
    public boolean fail(Machine machine, Order order, String code, String detail, long unsavedBytes, Instant now) {
        if (!orders.failed(order.id(), code, detail, unsavedBytes, now)) {
            return false;
        }
        ActionId action = order.action();
        if (order.kind() == Order.Kind.MANUAL && action != null) {
            actions.record(action, new Progress.Failed("snapshot_failed", detail), now);
        }
        facts.tell(
                machine,
                new BackupEvent.Failed(machine.id(), order.kind().word(), code, detail, unsavedBytes),
                new Actor(Actor.Kind.AGENT, order.placement().text()),
                null,
                now);
        changed(machine, order, now);
        return true;
    }

    /** Ends everything that a box was asked for, because it is a machine's box no more. */
    public void cancelAll(InstanceId instance, Instant now) {
        for (Order order : orders.open(instance)) {
            orders.cancelled(order.id(), now);
            ActionId action = order.action();
            if (order.kind() == Order.Kind.MANUAL && action != null) {
                actions.record(action, new Progress.Cancelled(), now);
            }
        }
    }

    private void changed(Machine machine, Order order, Instant now) {
        workspaces.ordersChanged(machine.id());
        facts.tell(
                machine,
                new BackupEvent.OrdersChanged(machine.id(), order.placement()),
                Actor.system("backup"),
                null,
                now);
        wake(order);
    }

    private void wake(Order order) {
        if (order.kind() == Order.Kind.FINAL) {
            worklist.wakeAfterCommit(Queue.PROVISION, order.instance().text());
        }
    }
}
