package cloud.dumont.instances.provisioning;

import cloud.dumont.events.Actor;
import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.LeaveBox;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.Reason;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.Reboot;
import cloud.dumont.instances.instance.Serving;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.PlacementState;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.placement.VendorWords;
import cloud.dumont.instances.placement.VendorWords.Word;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.RentedBox;
import cloud.dumont.provider.RentedBox.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares a serving box with what its vendor says. One look proves nothing: only several in a row end a machine's
 * serving, and then the user pays no longer than the box was last known to be alive.
 */
@Component
public class VendorWatch {
    private static final Logger log = LoggerFactory.getLogger(VendorWatch.class);
    private static final Origin ORIGIN = new Origin(Actor.system("reconciler"), null);

    private final Instances instances;
    private final Placements placements;
    private final VendorWords words;
    private final Standbys standbys;
    private final LeaveBox leaveBox;
    private final Vendors vendors;
    private final TransactionTemplate transactions;
    private final ProvisioningConfig config;
    private final InstantSource clock;

    VendorWatch(
            Instances instances,
            Placements placements,
            VendorWords words,
            Standbys standbys,
            LeaveBox leaveBox,
            Vendors vendors,
            TransactionTemplate transactions,
            ProvisioningConfig config,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.words = words;
        this.standbys = standbys;
        this.leaveBox = leaveBox;
        this.vendors = vendors;
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
    }

    /** Asks the vendor about one box. @return what it says */
    public Word look(PlacementId id) {
        Placement placement = placements.find(id).orElseThrow();
        Instant asked = clock.instant();
        try {
            RentedBox box = vendors.landlord(placement.vendor())
                    .find(placement.vendorRef().orElseThrow())
                    .orElse(null);
            // A box that restarts may look stopped or gone meanwhile: that says nothing.
            Word word = isRebooting(placement) ? Word.UNCLEAR : word(placement, box);
            words.keep(id, word, asked);
            seen(id, box);
            return word;
        } catch (ProviderException e) {
            log.atWarn()
                    .addKeyValue(LogKeys.PLACEMENT, id)
                    .addKeyValue(LogKeys.OUTCOME, e.code())
                    .log("a box could not be looked at");
            return Word.UNCLEAR;
        }
    }

    /** Whether the placement's machine is being restarted because its user wants it. */
    public boolean isRebooting(Placement placement) {
        return instances
                .find(placement.instance())
                .filter(instance -> instance.state() instanceof InstanceState.Served served && isRebooting(served))
                .isPresent();
    }

    /** Vendors stop what is rented to the highest bidder without a word why; nobody here asked for it. */
    private Word word(Placement placement, @Nullable RentedBox box) {
        Word word = word(box);
        boolean isBid = !placement.isStandby()
                && instances
                        .find(placement.instance())
                        .filter(instance -> instance.spec().kind() == Offer.Kind.SPOT)
                        .isPresent();
        return word == Word.STOPPED && isBid ? Word.OUTBID : word;
    }

    static Word word(@Nullable RentedBox box) {
        if (box == null) {
            return Word.GONE;
        }
        return switch (box.status()) {
            case RUNNING -> Word.RUNNING;
            case STOPPED, STOPPING, FAILED, TERMINATING -> Word.STOPPED;
            case PROVISIONING, DEGRADED, UNKNOWN -> Word.UNCLEAR;
        };
    }

    /** @param box as the vendor shows it; null: it shows none */
    void seen(PlacementId id, @Nullable RentedBox box) {
        transactions.executeWithoutResult(status -> {
            Placement placement = placements.lock(id).orElseThrow();
            Instance instance = instances.lock(placement.instance()).orElseThrow();
            if (placement.state() == PlacementState.SERVING
                    && instance.state() instanceof InstanceState.Served served
                    && served.serving().placement().equals(id)) {
                judge(instance, served, placement, box);
            }
        });
    }

    private void judge(Instance instance, InstanceState.Served served, Placement placement, @Nullable RentedBox box) {
        boolean running = box != null && box.status() == Status.RUNNING;
        if (!running && isRebooting(served)) {
            // A box that restarts may look stopped or gone meanwhile; only the reboot's own deadline ends it.
            return;
        }
        if (box == null) {
            missed(instance, placement, ReasonCode.VENDOR_LOST, EndReason.LOST);
        } else if (box.status() == Status.STOPPED
                || box.status() == Status.FAILED
                || box.status() == Status.TERMINATING) {
            missed(instance, placement, ReasonCode.VENDOR_STOPPED, EndReason.VENDOR_STOP);
        } else {
            there(instance, served, placement, box);
        }
    }

    private boolean isRebooting(InstanceState.Served served) {
        Reboot reboot = served.reboot();
        return reboot != null && clock.instant().isBefore(reboot.requestedAt().plus(config.rebootDeadline()));
    }

    private void missed(Instance instance, Placement placement, ReasonCode code, EndReason reason) {
        int times = placement.missedAtVendor();
        placements.save(placement);
        // A machine with a standby is moved, not stopped, and not before monitoring has doubted itself.
        if (times < config.misses()
                || !standbys.places(instance.standby(), List.of()).isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Instant closedAt =
                placement.lastConfirmedAt().or(placement::servingFrom).orElse(now);
        Reason why = code.reason(
                now, new Actor(Actor.Kind.VENDOR, placement.vendor()), Map.of("vendor", placement.vendor()));
        leaveBox.stop(instance, why, reason, closedAt, ORIGIN);
    }

    private void there(Instance instance, InstanceState.Served served, Placement placement, RentedBox box) {
        boolean moved = placement.seenAtVendor(box, clock.instant());
        placements.save(placement);
        if (moved) {
            Optional<RentedBox.Endpoint> ssh = placement.sshEndpoint();
            Serving serving = served.serving().at(ssh.orElseThrow(), placement.ports());
            instance.become(served.moved(serving));
            instances.save(instance, ORIGIN, clock.instant());
        }
    }
}
