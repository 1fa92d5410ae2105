package cloud.dumont.monitoring.loss;

import cloud.dumont.monitoring.guard.GuardConfig;
import cloud.dumont.monitoring.health.Population;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Counts who is suspect in each zone. */
@Component
class Census {
    /** How old the number of all machines may be: counting them reads every row. */
    private static final Duration COUNTED_EVERY = Duration.ofSeconds(30);

    /** Who was being given up while all were counted may have been counted still. */
    static final Duration OVERLAP = Duration.ofSeconds(5);

    private final Population population;
    private final GuardConfig config;
    private List<Population.Group> members = List.of();
    private Instant countedAt = Instant.EPOCH;

    Census(Population population, GuardConfig config) {
        this.population = population;
        this.config = config;
    }

    synchronized Count count(Instant now) {
        if (!now.isBefore(countedAt.plus(COUNTED_EVERY)) || now.isBefore(countedAt)) {
            members = population.all();
            countedAt = now;
        }
        return Count.of(members, population.suspects(now.minus(config.recent()), countedAt.minus(OVERLAP)), config);
    }
}
