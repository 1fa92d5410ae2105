package cloud.dumont.instances.failover;

import cloud.dumont.instances.instance.Desired;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Notices moves whose machine went another way. Whoever stops or destroys a machine knows nothing of moves: its next step here or
 * the sweep finds out.
 */
@Component
class FailoverEnds {
    private static final String LOST_AGAIN = "lost_again";
    private final Instances instances;
    private final Failovers failovers;
    private final FailoverFacts facts;
    private final TransactionTemplate transactions;
    private final InstantSource clock;

    FailoverEnds(
            Instances instances,
            Failovers failovers,
            FailoverFacts facts,
            TransactionTemplate transactions,
            InstantSource clock) {
        this.instances = instances;
        this.failovers = failovers;
        this.facts = facts;
        this.transactions = transactions;
        this.clock = clock;
    }

    void sweep() {
        failovers.left().forEach(this::look);
    }

    /** May be repeated; a machine that still moves, or works on where it went, is left alone. */
    void look(InstanceId id) {
        transactions.executeWithoutResult(status -> instances
                .lock(id)
                .filter(instance -> !goesOn(instance.state()))
                .ifPresent(instance -> abort(
                        instance,
                        instance.epoch(),
                        instance.desired() == Desired.DESTROYED ? "destroyed" : "stopped",
                        clock.instant())));
    }

    /** Another move begins from {@code epoch}. Inside its transaction, on the locked machine. */
    void lostAgain(Instance instance, Epoch epoch, Instant now) {
        abort(instance, epoch, LOST_AGAIN, now);
    }

    private void abort(Instance instance, Epoch before, String reason, Instant now) {
        failovers.abort(instance.id(), before, reason, now).forEach(failover -> facts.aborted(failover, reason, now));
    }

    private static boolean goesOn(InstanceState state) {
        return state instanceof InstanceState.FailingOver
                || (state instanceof InstanceState.Served served
                        && served.serving().kind().equals(Placement.STANDBY));
    }
}
