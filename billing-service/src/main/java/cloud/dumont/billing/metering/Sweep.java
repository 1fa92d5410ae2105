package cloud.dumont.billing.metering;

import cloud.dumont.billing.usage.Interval;
import cloud.dumont.billing.usage.Intervals;
import cloud.dumont.billing.usage.Stretch;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.events.UsageEvent;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Compares the open intervals with the placements that serve, and makes the intervals true: the facts make metering quick,
 * this makes it right. A missed start is opened and a missed end closed, at their true times.
 */
@Component
public class Sweep {
    private static final Logger log = LoggerFactory.getLogger(Sweep.class);
    /** A start may still be on its way. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Placements placements;
    private final Intervals intervals;
    private final Metering metering;
    private final Wallets wallets;
    private final MeterRegistry meters;

    Sweep(Placements placements, Intervals intervals, Metering metering, Wallets wallets, MeterRegistry meters) {
        this.placements = placements;
        this.intervals = intervals;
        this.metering = metering;
        this.wallets = wallets;
        this.meters = meters;
    }

    public void run(Instant now) {
        // Read ours first: what opens meanwhile is then at most missing here, and a known start is no news.
        List<Interval> open = intervals.allOpen();
        List<ServingPlacement> serving = placements.serving();
        Set<Stretch> ours = open.stream().map(Interval::stretch).collect(Collectors.toSet());
        Set<Stretch> theirs = serving.stream().map(ServingPlacement::stretch).collect(Collectors.toSet());
        // Ends before starts: an interval that should be closed stands in the way of the machine's next one.
        open.stream()
                .filter(interval -> !theirs.contains(interval.stretch()))
                .forEach(interval -> learn(interval, now));
        serving.stream()
                .filter(placement -> !ours.contains(placement.stretch()))
                .forEach(placement -> apply(placement, now));
        intervals.unopened(now.minus(PATIENCE)).forEach(interval -> learn(interval, now));
    }

    private void learn(Interval interval, Instant now) {
        Optional<ServingPlacement> truth;
        try {
            truth = placements.find(interval.stretch().placement());
        } catch (RuntimeException e) {
            failed(interval.stretch().placement(), e);
            return;
        }
        if (truth.isPresent() && truth.get().stretch().equals(interval.stretch())) {
            apply(truth.get(), now);
        } else {
            anomaly(
                    interval.user(),
                    interval.instance(),
                    "orphan_charge",
                    interval.id().text(),
                    now);
        }
    }

    /** Says again what is true; what is known already is no news. One placement that fails does not stop the others. */
    private void apply(ServingPlacement placement, Instant now) {
        try {
            placement.started().ifPresent(started -> metering.started(started, now));
            placement.ended().ifPresent(ended -> metering.ended(ended, now));
            count("repaired");
        } catch (DataIntegrityViolationException e) {
            // Two payers of one machine at once: the database says no, people have to look.
            anomaly(
                    placement.user(),
                    placement.instance(),
                    "overlap",
                    placement.placement().text(),
                    now);
        } catch (RuntimeException e) {
            failed(placement.placement(), e);
        }
    }

    private void failed(PlacementId placement, RuntimeException why) {
        count("failed");
        log.atError().addKeyValue("placement_id", placement).setCause(why).log("a placement could not be metered");
    }

    private void anomaly(UserId user, InstanceId instance, String kind, String detail, Instant now) {
        count(kind);
        log.atError()
                .addKeyValue("machine_id", instance)
                .addKeyValue("kind", kind)
                .addKeyValue("detail", detail)
                .log("metering and instance-manager disagree");
        wallets.changing(
                user,
                now,
                open -> wallets.tell(open, now, instance.text(), new UsageEvent.Anomaly(instance, kind, detail)));
    }

    private void count(String outcome) {
        meters.counter("dumont.metering.sweep.repairs", "outcome", outcome).increment();
    }
}
