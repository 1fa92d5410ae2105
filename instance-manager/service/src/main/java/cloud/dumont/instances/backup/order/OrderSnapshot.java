package cloud.dumont.instances.backup.order;

import cloud.dumont.events.BackupEvent;
import cloud.dumont.instances.action.ActionType;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.backup.BackupConfig;
import cloud.dumont.instances.backup.BackupFacts;
import cloud.dumont.instances.backup.BackupRefusal;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Snapshots that users ask for. */
@Component
public class OrderSnapshot {
    private static final int MOST_OPEN = 10;
    private final Machines machines;
    private final Orders orders;
    private final EndOrder endOrder;
    private final Workspaces workspaces;
    private final Actions actions;
    private final BackupFacts facts;
    private final BackupConfig config;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final InstantSource clock;

    OrderSnapshot(
            Machines machines,
            Orders orders,
            EndOrder endOrder,
            Workspaces workspaces,
            Actions actions,
            BackupFacts facts,
            BackupConfig config,
            TransactionTemplate transactions,
            Ids ids,
            InstantSource clock) {
        this.machines = machines;
        this.orders = orders;
        this.endOrder = endOrder;
        this.workspaces = workspaces;
        this.actions = actions;
        this.facts = facts;
        this.config = config;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Inside a transaction. A box that has not begun to save yet finds the order when it does.
     *
     * @throws RefusedException {@code not_found}, {@code invalid_state}
     */
    public void order(InstanceId id, Caller caller, ActionId action, @Nullable String description) {
        UserId user = caller.user();
        machines.own(id, user);
        Machine machine = machines.hold(id);
        PlacementId serving = machine.serving();
        boolean enabled = workspaces.find(id).filter(w -> w.policy().enabled()).isPresent();
        if (serving == null || !enabled) {
            throw new RefusedException(new BackupRefusal.InvalidState(
                    machine.status(), "A snapshot needs a running machine that makes backups."));
        }
        if (orders.open(id).size() >= MOST_OPEN) {
            throw new RefusedException(
                    new BackupRefusal.InvalidState(machine.status(), "Other snapshots are still being made."));
        }
        Instant now = clock.instant();
        actions.begin(action, user, id, ActionType.SNAPSHOT, now);
        orders.insert(
                new Order(
                        ids.next(OrderId::new),
                        id,
                        serving,
                        machine.epoch(),
                        Order.Kind.MANUAL,
                        Order.State.OPEN,
                        description,
                        action,
                        now,
                        now.plus(config.manualDeadline()),
                        null,
                        null,
                        null,
                        0),
                user);
        workspaces.ordersChanged(id);
        facts.tell(
                machine,
                new BackupEvent.OrdersChanged(id, serving),
                cloud.dumont.events.Actor.system("backup"),
                action.text(),
                now);
    }

    /** Ends those that no box made in time. */
    public void failOverdue() {
        List<Order> overdue = orders.overdue(Order.Kind.MANUAL, clock.instant());
        for (Order order : overdue) {
            transactions.executeWithoutResult(status -> endOrder.fail(
                    machines.hold(order.instance()),
                    order,
                    cloud.dumont.agent.protocol.backup.OrderFailed.DEADLINE,
                    "It was not made in time.",
                    0,
                    clock.instant()));
        }
    }
}
