package cloud.dumont.instances.failover;

import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.provisioning.ProvisioningConfig;
import cloud.dumont.instances.provisioning.SshProbe;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.RentedBox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at a standby that comes up. */
@Component
public class StandbyWatch {
    private static final Logger log = LoggerFactory.getLogger(StandbyWatch.class);
    private final Placements placements;
    private final Vendors vendors;
    private final SshProbe ssh;
    private final TransactionTemplate transactions;
    private final ProvisioningConfig config;
    private final InstantSource clock;

    StandbyWatch(
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

    /** @return why it will not do, in a few words; empty: it may */
    public Optional<String> look(Placement placement) {
        try {
            RentedBox box = vendors.landlord(placement.vendor())
                    .find(placement.vendorRef().orElseThrow())
                    .orElse(null);
            boolean answers = box != null && box.ssh() != null && (placement.isReachable() || ssh.answers(box.ssh()));
            return transactions.execute(status -> note(placement, box, answers));
        } catch (ProviderException e) {
            log.atWarn()
                    .addKeyValue(LogKeys.PLACEMENT, placement.id())
                    .addKeyValue(LogKeys.OUTCOME, e.code())
                    .log("a standby could not be looked at");
            return Optional.empty();
        }
    }

    private Optional<String> note(Placement seen, @Nullable RentedBox box, boolean answers) {
        Placement placement = placements.lock(seen.id()).orElseThrow();
        if (placement.state().isOver()) {
            return Optional.empty();
        }
        if (box == null) {
            int misses = placement.missedAtVendor();
            placements.save(placement);
            return misses < config.misses() ? Optional.empty() : Optional.of("the cloud no longer has it");
        }
        Instant now = clock.instant();
        placement.seenAtVendor(box, now);
        if (answers) {
            placement.sshAnswered(now);
        }
        placements.save(placement);
        return switch (box.status()) {
            case STOPPED, STOPPING, TERMINATING, FAILED -> Optional.of("the cloud took it back");
            case PROVISIONING, RUNNING, DEGRADED, UNKNOWN -> Optional.empty();
        };
    }
}
