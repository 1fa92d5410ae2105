package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.hostkey.HostKeys;
import cloud.dumont.instances.instance.BillingClient;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.Reason;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.reclaim.BoxRef;
import cloud.dumont.instances.reclaim.Reclaims;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.kernel.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Waits until no vendor has anything of the machine any more. A launch whose answer was lost is settled first: cancelling
 * is a state, not an interruption.
 */
@Component
class TerminatePhase {
    /** Reclaim wakes us when a box is gone; this is only for the case that it could not. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private static final Origin ORIGIN = Origin.system("provisioning");
    private final Instances instances;
    private final Placements placements;
    private final LaunchAttempts attempts;
    private final SettleAttempt settle;
    private final Reclaims reclaims;
    private final HostKeys hostKeys;
    private final BillingClient billing;
    private final TransactionTemplate transactions;
    private final InstantSource clock;

    TerminatePhase(
            Instances instances,
            Placements placements,
            LaunchAttempts attempts,
            SettleAttempt settle,
            Reclaims reclaims,
            HostKeys hostKeys,
            BillingClient billing,
            TransactionTemplate transactions,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.attempts = attempts;
        this.settle = settle;
        this.reclaims = reclaims;
        this.hostKeys = hostKeys;
        this.billing = billing;
        this.transactions = transactions;
        this.clock = clock;
    }

    Next step(Instance instance) {
        boolean waiting = false;
        for (Placement placement : placements.notGone(instance.id())) {
            Optional<LaunchAttempt> open = attempts.last(placement.id())
                    .filter(attempt -> !attempt.state().isSettled());
            if (open.isPresent()) {
                return settle.step(open.get());
            }
            if (isKept(instance, placement)) {
                continue;
            }
            if (placement.vendorRef().isPresent()) {
                waiting = true;
            } else {
                transactions.executeWithoutResult(status -> nothingRented(placement));
            }
        }
        if (waiting) {
            return Next.after(LOOK_AGAIN);
        }
        transactions.executeWithoutResult(status -> finish(instance.id()));
        billing.release(instance.id());
        return Next.done();
    }

    /** A lost box that may hold the only copy of something stays for a while; a machine that stops does not wait for its end. */
    private boolean isKept(Instance instance, Placement placement) {
        return instance.state() instanceof InstanceState.Stopping
                && placement
                        .vendorRef()
                        .flatMap(ref -> reclaims.find(new BoxRef(placement.vendor(), placement.vendorAccount(), ref)))
                        .filter(reclaim -> reclaim.isKept(clock.instant()))
                        .isPresent();
    }

    private void nothingRented(Placement placement) {
        placements.lock(placement.id()).ifPresent(locked -> {
            locked.gone();
            placements.save(locked);
        });
    }

    private void finish(InstanceId id) {
        Instance instance = instances.lock(id).orElseThrow();
        Instant now = clock.instant();
        if (!placements.notGone(id).stream().allMatch(placement -> isKept(instance, placement))) {
            return;
        }
        if (instance.state() instanceof InstanceState.Stopping stopping) {
            instance.become(stopping.release(released(stopping.reason(), now)));
            instances.save(instance, ORIGIN, now);
        } else if (instance.state() instanceof InstanceState.Destroying destroying) {
            instance.become(destroying.gone(ReasonCode.DESTROYED.reason(now, ORIGIN.actor())));
            hostKeys.forget(id);
            instances.save(instance, ORIGIN, now);
        }
    }

    /** When it was not the user who stopped it, why stays on the screen. */
    private static Reason released(Reason stopped, Instant now) {
        return stopped.code().equals(ReasonCode.STOP_REQUESTED.word())
                ? ReasonCode.RELEASED.reason(now, ORIGIN.actor())
                : new Reason(stopped.code(), stopped.params(), stopped.detail(), now, stopped.actor());
    }
}
