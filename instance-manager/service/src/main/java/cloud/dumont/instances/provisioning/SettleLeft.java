package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.kernel.PlacementId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds out what became of launches whose placement was given up while the vendor was being asked: the machine went another way, and
 * nobody waits for the answer any more. What is found goes straight to reclaim.
 */
@Component
public class SettleLeft {
    private static final Logger log = LoggerFactory.getLogger(SettleLeft.class);
    private final LaunchAttempts attempts;
    private final Placements placements;
    private final SettleAttempt settle;
    private final TransactionTemplate transactions;

    SettleLeft(LaunchAttempts attempts, Placements placements, SettleAttempt settle, TransactionTemplate transactions) {
        this.attempts = attempts;
        this.placements = placements;
        this.settle = settle;
        this.transactions = transactions;
    }

    /** One look at each. */
    public void pass() {
        for (LaunchAttempt attempt : attempts.left()) {
            try {
                settle.step(attempt);
            } catch (IllegalStateException e) {
                // Its vendor is not configured any more: that must not hold up the others.
                log.atWarn().addKeyValue("label", attempt.label()).setCause(e).log("an attempt cannot be settled");
            }
        }
        placements.neverRented().forEach(this::end);
    }

    private void end(PlacementId id) {
        transactions.executeWithoutResult(status -> placements.lock(id).ifPresent(placement -> {
            if (placement.vendorRef().isEmpty()) {
                placement.gone();
                placements.save(placement);
            }
        }));
    }
}
