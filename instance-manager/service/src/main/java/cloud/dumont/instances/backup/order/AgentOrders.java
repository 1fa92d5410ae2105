package cloud.dumont.instances.backup.order;

import cloud.dumont.agent.protocol.backup.BackupOrders;
import cloud.dumont.agent.protocol.backup.BackupPolicy;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.restore.RestoreOrders;
import cloud.dumont.instances.backup.workspace.Policy;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.instances.backup.workspace.Workspaces;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** What a box has to do now, in the words of the protocol. */
@Component
public class AgentOrders {
    private final Workspaces workspaces;
    private final Orders orders;
    private final RestoreOrders restores;
    private final InstantSource clock;

    AgentOrders(Workspaces workspaces, Orders orders, RestoreOrders restores, InstantSource clock) {
        this.workspaces = workspaces;
        this.orders = orders;
        this.restores = restores;
        this.clock = clock;
    }

    public BackupOrders now(Machine machine) {
        Workspace workspace = workspaces.find(machine.id()).orElseThrow();
        Policy policy = workspace.policy();
        Instant now = clock.instant();
        return new BackupOrders(
                new BackupPolicy(
                        workspace.policyVersion(),
                        policy.enabled(),
                        policy.intervalS(),
                        policy.include(),
                        policy.exclude(),
                        workspace.limitBytes()),
                orders.open(machine.id()).stream()
                        .filter(order -> order.epoch().equals(machine.epoch()))
                        .map(order -> snapshot(order, now))
                        .toList(),
                restores.now(machine).orElse(null));
    }

    private static BackupOrders.Snapshot snapshot(Order order, Instant now) {
        long left = Duration.between(now, order.deadline()).toSeconds();
        return new BackupOrders.Snapshot(
                order.id().text(), order.kind().word(), (int) Math.clamp(left, 1, Integer.MAX_VALUE));
    }
}
