package cloud.dumont.monitoring.heartbeat;

import cloud.dumont.agent.protocol.Command;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.monitoring.agent.Agent;
import cloud.dumont.monitoring.agent.Agents;
import cloud.dumont.monitoring.command.Commands;
import cloud.dumont.monitoring.instances.Confirmation;
import cloud.dumont.monitoring.instances.InstancesClient;
import cloud.dumont.web.peer.PeerException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells instance-manager which placements were heard since the last report, and learns which of them are of an old
 * generation.
 */
@Component
public class ConfirmAlive {
    private static final Logger log = LoggerFactory.getLogger(ConfirmAlive.class);
    private static final int BATCH = 500;
    private final Agents agents;
    private final Commands commands;
    private final InstancesClient instances;

    ConfirmAlive(Agents agents, Commands commands, InstancesClient instances) {
        this.agents = agents;
        this.commands = commands;
        this.instances = instances;
    }

    public void report(Instant now) {
        List<Agent> batch = agents.unconfirmed(BATCH);
        while (!batch.isEmpty() && send(batch, now) && batch.size() == BATCH) {
            batch = agents.unconfirmed(BATCH);
        }
    }

    /** @return false when the report did not arrive; the next one carries the same */
    private boolean send(List<Agent> batch, Instant now) {
        List<Confirmation> confirmations = batch.stream()
                .flatMap(agent -> agent.lastBeat().stream()
                        .map(at -> new Confirmation(agent.placement(), agent.epoch(), at, agent.backup())))
                .toList();
        List<PlacementId> stale;
        try {
            stale = instances.confirm(confirmations);
        } catch (PeerException e) {
            log.atWarn().setCause(e).log("the last beats could not be reported");
            return false;
        }
        confirmations.forEach(each -> agents.confirmed(each.placement(), each.at()));
        stale.stream()
                .filter(placement -> agents.fence(placement, now))
                .forEach(placement -> commands.give(placement, Command.Kind.QUIESCE, now));
        return true;
    }
}
