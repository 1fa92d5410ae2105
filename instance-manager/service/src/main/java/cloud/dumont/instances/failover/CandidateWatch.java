package cloud.dumont.instances.failover;

import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.provisioning.ProvisioningConfig;
import cloud.dumont.instances.provisioning.SshProbe;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.RentedBox;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks whether a GPU box that was found good is still there: it waits to take over, and nothing of it is heard meanwhile. Slow; outside
 * of transactions.
 */
@Component
class CandidateWatch {
    private static final Logger log = LoggerFactory.getLogger(CandidateWatch.class);
    private final Placements placements;
    private final Vendors vendors;
    private final SshProbe ssh;
    private final TransactionTemplate transactions;
    private final ProvisioningConfig config;
    private final InstantSource clock;

    CandidateWatch(
            Placements placements,
            Vendors vendors,
            SshProbe ssh,
            TransactionTemplate transactions,
            ProvisioningConfig config,
            InstantSource clock) {
        this.placements = placements;
        this.vendors = vendors;
        this.ssh = ssh;
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
    }

    /** What one look found. */
    sealed interface Look {
        record Alive() implements Look {}

        /** It did not answer this time: another look is due. */
        record Unsure() implements Look {}

        /** @param detail one sentence */
        record Dead(String detail) implements Look {}
    }

    /** Whether it answers, and by its vendor's account runs. */
    Look closely(PlacementId id) {
        Placement placement = placements.find(id).orElseThrow();
        return ask(placement, answers(placement));
    }

    /** Whether it answers; its vendor is asked only about one that does not. */
    Look look(PlacementId id) {
        Placement placement = placements.find(id).orElseThrow();
        return answers(placement) ? new Look.Alive() : ask(placement, false);
    }

    private boolean answers(Placement placement) {
        return placement.sshEndpoint().filter(ssh::answers).isPresent();
    }

    private Look ask(Placement placement, boolean answers) {
        try {
            RentedBox box = vendors.landlord(placement.vendor())
                    .find(placement.vendorRef().orElseThrow())
                    .orElse(null);
            return Objects.requireNonNull(transactions.execute(status -> judge(placement.id(), box, answers)));
        } catch (ProviderException e) {
            log.atWarn()
                    .addKeyValue(LogKeys.PLACEMENT, placement.id())
                    .addKeyValue(LogKeys.OUTCOME, e.code())
                    .log("a box that waits to take over could not be looked at");
            return answers ? new Look.Alive() : new Look.Unsure();
        }
    }

    private Look judge(PlacementId id, @Nullable RentedBox box, boolean answers) {
        Placement placement = placements.lock(id).orElseThrow();
        if (placement.state().isOver()) {
            return new Look.Dead("It was given back.");
        }
        if (box != null && isOver(box)) {
            return new Look.Dead("Its vendor stopped it.");
        }
        if (box == null || !answers) {
            int misses = placement.missedAtVendor();
            placements.save(placement);
            return misses < config.misses()
                    ? new Look.Unsure()
                    : new Look.Dead(box == null ? "Its vendor no longer has it." : "It does not answer any more.");
        }
        placement.seenAtVendor(box, clock.instant());
        placements.save(placement);
        return new Look.Alive();
    }

    private static boolean isOver(RentedBox box) {
        return switch (box.status()) {
            case STOPPED, STOPPING, TERMINATING, FAILED -> true;
            case PROVISIONING, RUNNING, DEGRADED, UNKNOWN -> false;
        };
    }
}
