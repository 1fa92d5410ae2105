package cloud.dumont.instances.reclaim;

import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.provider.RentedBox;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Finds boxes that carry our label and that no row of ours needs. What has no label of ours is never touched. Kills that
 * nobody asked for are few: above the limit it only shouts, because then more likely we are wrong than the vendor.
 */
@Component
public class OrphanFinder {
    private static final Logger log = LoggerFactory.getLogger(OrphanFinder.class);
    private static final String OURS = "dc-";
    private static final int ONE_IN = 50;

    private final Reclaims reclaims;
    private final LaunchAttempts attempts;
    private final Placements placements;
    private final ReclaimConfig config;
    private final Pattern ours;
    private final AtomicInteger frozen = new AtomicInteger();
    private final AtomicInteger foreign = new AtomicInteger();

    OrphanFinder(
            Reclaims reclaims,
            LaunchAttempts attempts,
            Placements placements,
            ReclaimConfig config,
            @Value("${dumont.env}") String env,
            MeterRegistry meters) {
        this.reclaims = reclaims;
        this.attempts = attempts;
        this.placements = placements;
        this.config = config;
        // Exactly our own: another installation's name may begin with ours.
        this.ours = Pattern.compile(Pattern.quote(OURS + env) + "-[0-9a-z]{12}-[0-9]+");
        meters.gauge("dumont.reconciler.frozen", frozen);
        meters.gauge("dumont.reconciler.foreign.boxes", foreign);
    }

    /** @param boxes the vendor's complete list */
    public void look(String vendor, String account, List<RentedBox> boxes, Instant now) {
        foreign.set((int)
                boxes.stream().filter(box -> !box.label().startsWith(OURS)).count());
        boolean held = false;
        for (RentedBox box : boxes) {
            if (ours.matcher(box.label()).matches()) {
                held |= look(new BoxRef(vendor, account, box.vendorRef()), box, boxes.size(), now);
            }
        }
        frozen.set(held ? 1 : 0);
    }

    /** @return whether a kill was held back */
    private boolean look(BoxRef ref, RentedBox box, int boxes, Instant now) {
        if (isNeeded(ref, box.label())) {
            reclaims.dismiss(ref);
            return false;
        }
        reclaims.sighted(ref, box.label(), box.cost(), now);
        Reclaim sighting = reclaims.find(ref).orElseThrow();
        if (sighting.approvedAt() != null) {
            reclaims.approve(ref, now);
            return false;
        }
        if (sighting.sightings() < 2 || now.isBefore(sighting.firstSeenAt().plus(config.secondSightingAfter()))) {
            return false;
        }
        int limit = Math.max(config.freeKills(), boxes / ONE_IN);
        if (reclaims.orphansApprovedSince(ref.vendor(), now.minus(config.velocityWindow())) >= limit) {
            log.atError()
                    .addKeyValue(LogKeys.VENDOR, ref.vendor())
                    .addKeyValue("vendor_ref", ref.ref())
                    .log("too many orphans: nothing more is killed until somebody has looked");
            return true;
        }
        log.atWarn()
                .addKeyValue(LogKeys.VENDOR, ref.vendor())
                .addKeyValue("vendor_ref", ref.ref())
                .log("a box that nobody needs is given back");
        reclaims.approve(ref, now);
        return false;
    }

    private boolean isNeeded(BoxRef ref, String label) {
        LaunchAttempt attempt = attempts.byLabel(label).orElse(null);
        if (attempt == null) {
            return false;
        }
        if (!attempt.state().isSettled()) {
            return true;
        }
        Placement placement = placements.find(attempt.placement()).orElseThrow();
        return !placement.state().isOver()
                && placement.vendorRef().filter(ref.ref()::equals).isPresent();
    }
}
