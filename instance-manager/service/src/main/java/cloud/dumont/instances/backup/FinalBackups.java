package cloud.dumont.instances.backup;

import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.agent.protocol.backup.OrderFailed;
import cloud.dumont.events.Actor;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.instances.backup.commit.Epochs;
import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.order.EndOrder;
import cloud.dumont.instances.backup.order.Order;
import cloud.dumont.instances.backup.order.OrderId;
import cloud.dumont.instances.backup.order.Orders;
import cloud.dumont.instances.backup.restore.Restores;
import cloud.dumont.instances.backup.restore.StartRestore;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** The backups after which boxes go. All inside transactions that hold the machine's row. */
@Component
public class FinalBackups {
    private final Orders orders;
    private final EndOrder endOrder;
    private final Epochs epochs;
    private final Workspaces workspaces;
    private final Machines machines;
    private final BackupReadings readings;
    private final BackupFacts facts;
    private final Depot depot;
    private final Restores restores;
    private final StartRestore startRestore;
    private final Ids ids;

    FinalBackups(
            Orders orders,
            EndOrder endOrder,
            Epochs epochs,
            Workspaces workspaces,
            Machines machines,
            BackupReadings readings,
            BackupFacts facts,
            Depot depot,
            Restores restores,
            StartRestore startRestore,
            Ids ids) {
        this.orders = orders;
        this.endOrder = endOrder;
        this.epochs = epochs;
        this.workspaces = workspaces;
        this.machines = machines;
        this.readings = readings;
        this.facts = facts;
        this.depot = depot;
        this.restores = restores;
        this.startRestore = startRestore;
        this.ids = ids;
    }

    /** How such a backup stands. */
    public sealed interface Standing {
        record Open() implements Standing {}

        record Done() implements Standing {}

        /** @param detail one sentence for the user */
        record Failed(String detail) implements Standing {}
    }

    /** Whether a box of this machine saves anything: without that there is nothing to wait for. */
    public boolean isPossible(InstanceId machine) {
        return depot.isThere()
                && workspaces
                        .find(machine)
                        .filter(workspace -> workspace.policy().enabled() && workspace.erasedAt() == null)
                        .isPresent();
    }

    /** Whether the box first gets the machine's files back, and saves nothing until then. */
    public boolean isComingBack(InstanceId machine, Epoch epoch) {
        return startRestore.awaited(machine, epoch).isPresent()
                || restores.goingOn(machine)
                        .filter(restore -> restore.start() && restore.epoch().equals(epoch))
                        .isPresent();
    }

    /** Whether the box of this epoch began to save; one that only just runs does so in a moment. */
    public boolean hasBegun(InstanceId machine, Epoch epoch) {
        return epochs.isOpen(machine, epoch);
    }

    /** @return the order's name */
    public String order(InstanceId id, PlacementId placement, Instant deadline, Instant now) {
        Machine machine = machines.find(id).orElseThrow();
        Order order = new Order(
                ids.next(OrderId::new),
                id,
                placement,
                machine.epoch(),
                Order.Kind.FINAL,
                Order.State.OPEN,
                null,
                null,
                now,
                deadline,
                null,
                null,
                null,
                0);
        orders.insert(order, machine.user());
        workspaces.ordersChanged(id);
        facts.tell(machine, new BackupEvent.OrdersChanged(id, placement), Actor.system("backup"), null, now);
        return order.id().text();
    }

    public Standing standing(String orderName) {
        Order order = find(orderName);
        return switch (order.state()) {
            case OPEN -> new Standing.Open();
            case DONE -> new Standing.Done();
            case FAILED -> new Standing.Failed(failure(order));
            case CANCELLED -> new Standing.Failed("It was given up.");
        };
    }

    /** Ends it because its time is over. What is done by then stays done. */
    public void expire(String orderName, Instant now) {
        Order order = find(orderName);
        Machine machine = machines.find(order.instance()).orElseThrow();
        BackupReading reading =
                readings.newest(machine.id()).map(BackupReadings.Heard::reading).orElse(null);
        long unsaved = reading == null ? 0 : reading.backlogBytes();
        String detail = reading != null && reading.problem() != null ? reading.problem() : "It took too long.";
        endOrder.fail(machine, order, OrderFailed.DEADLINE, detail, unsaved, now);
    }

    private static String failure(Order order) {
        String detail = order.errorDetail() == null ? "It failed." : order.errorDetail();
        String sentence = detail.endsWith(".") ? detail : detail + ".";
        return order.unsavedBytes() == 0
                ? sentence
                : sentence + String.format(Locale.ROOT, " %.1f MB are not saved.", order.unsavedBytes() / 1e6);
    }

    private Order find(String orderName) {
        return OrderId.parse(orderName).flatMap(orders::find).orElseThrow();
    }
}
