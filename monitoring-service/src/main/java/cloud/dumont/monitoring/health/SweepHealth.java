package cloud.dumont.monitoring.health;

import cloud.dumont.kernel.PlacementId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Looks for overdue beats. Doubts itself first: if nobody looked for a while, nobody may have listened either, and all
 * placements get fresh time.
 */
@Component
public class SweepHealth {
    private static final Logger log = LoggerFactory.getLogger(SweepHealth.class);
    private static final String NAME = "health";
    private final HealthBook book;
    private final WatchHealth watch;
    private final Deadlines deadlines;
    private final HealthConfig config;
    private final Passes passes;

    SweepHealth(HealthBook book, WatchHealth watch, Deadlines deadlines, HealthConfig config, Passes passes) {
        this.book = book;
        this.watch = watch;
        this.deadlines = deadlines;
        this.config = config;
        this.passes = passes;
    }

    /** One look; at most one runs at a time in all replicas. */
    public void sweep(Instant now) {
        if (wasAway(now)) {
            log.info("the watch was away: everybody gets fresh time");
            book.grantGrace(now.plus(config.grace()));
        }
        for (PlacementId placement : due(now)) {
            Optional<Instant> again = watch.examine(placement, now);
            reschedule(placement, again);
        }
        passes.passed(NAME, now);
    }

    private boolean wasAway(Instant now) {
        Optional<Instant> last = passes.last(NAME);
        return last.isEmpty() || Duration.between(last.get(), now).abs().compareTo(config.rebornAfter()) > 0;
    }

    private List<PlacementId> due(Instant now) {
        try {
            if (deadlines.wereLost()) {
                refill(now);
            }
            return deadlines.dueAt(now);
        } catch (DataAccessException e) {
            log.atWarn().setCause(e).log("Redis does not answer: all watched placements are looked at");
            return book.expected();
        }
    }

    private void refill(Instant now) {
        Instant grace = now.plus(config.grace());
        book.grantGrace(grace);
        Map<PlacementId, Instant> fresh = new LinkedHashMap<>();
        book.expected().forEach(placement -> fresh.put(placement, grace));
        deadlines.fill(fresh);
    }

    private void reschedule(PlacementId placement, Optional<Instant> again) {
        try {
            again.ifPresentOrElse(at -> deadlines.set(placement, at), () -> deadlines.remove(placement));
        } catch (DataAccessException e) {
            log.atDebug().setCause(e).log("a deadline stays where it was; it will be looked at again");
        }
    }
}
