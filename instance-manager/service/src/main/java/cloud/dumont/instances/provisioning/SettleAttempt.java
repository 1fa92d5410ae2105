package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.RentedBox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Finds out what became of a launch whose answer was lost: the box is there under the attempt's label and is adopted, or it
 * stays away from several complete listings over the settle window and is absent. Before that is known nothing else is
 * bought: otherwise there could be two.
 */
@Component
class SettleAttempt {
    private static final Logger log = LoggerFactory.getLogger(SettleAttempt.class);
    private final Vendors vendors;
    private final LaunchAttempts attempts;
    private final Placements placements;
    private final LaunchResults results;
    private final ProvisioningConfig config;
    private final InstantSource clock;

    SettleAttempt(
            Vendors vendors,
            LaunchAttempts attempts,
            Placements placements,
            LaunchResults results,
            ProvisioningConfig config,
            InstantSource clock) {
        this.vendors = vendors;
        this.attempts = attempts;
        this.placements = placements;
        this.results = results;
        this.config = config;
        this.clock = clock;
    }

    Next step(LaunchAttempt attempt) {
        Instant now = clock.instant();
        if (attempt.state() == LaunchAttempt.State.SENT) {
            // Whoever made the call died with it; its request may still be on the way.
            Instant answered = attempt.sentAt().plus(config.launchAnswer());
            Instant from = answered.isAfter(now) ? answered : now;
            results.lost(attempt, "interrupted", "We were interrupted while asking.", from.plus(config.settleWindow()));
            return Next.now();
        }
        try {
            return look(attempt, now);
        } catch (ProviderException e) {
            log.atWarn()
                    .addKeyValue(LogKeys.VENDOR, attempt.vendor())
                    .addKeyValue("label", attempt.label())
                    .addKeyValue(LogKeys.OUTCOME, e.code())
                    .log("an attempt cannot be settled yet");
            return Next.after(config.settleEvery());
        }
    }

    private Next look(LaunchAttempt attempt, Instant now) {
        Optional<RentedBox> found = vendors.landlord(attempt.vendor()).list().stream()
                .filter(box -> box.label().equals(attempt.label()))
                .findFirst();
        if (found.isPresent()) {
            results.rented(attempt, found.get().vendorRef(), LaunchAttempt.State.ADOPTED);
            return Next.now();
        }
        int listings = attempts.missed(attempt.id());
        if (listings < config.settleListings() || now.isBefore(attempt.settleDeadline())) {
            return Next.after(config.settleEvery());
        }
        if (placements.find(attempt.placement()).map(Placement::isEnrolled).orElse(false)) {
            // Its box reported for duty: it exists, whatever the vendor's list says.
            return Next.after(config.settleEvery());
        }
        results.absent(attempt);
        return Next.now();
    }
}
