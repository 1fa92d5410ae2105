package cloud.dumont.monitoring.loss;

import cloud.dumont.monitoring.guard.GuardConfig;
import cloud.dumont.monitoring.guard.Zone;
import cloud.dumont.monitoring.guard.ZoneReading;
import cloud.dumont.monitoring.health.Population;
import cloud.dumont.monitoring.health.Whereabouts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts who is suspect in each zone. */
@Component
class Census {
    /** How old the number of all machines may be: counting them reads every row. */
    private static final Duration COUNTED_EVERY = Duration.ofSeconds(30);

    private static final String ONLY_GATEWAY = "gateway";
    private final Population population;
    private final GuardConfig config;
    private Map<Zone, Integer> members = Map.of();
    private int fleet;
    private Instant countedAt = Instant.EPOCH;

    Census(Population population, GuardConfig config) {
        this.population = population;
        this.config = config;
    }

    /** @param fleet all watched machines */
    record Count(Map<Zone, ZoneReading> zones, int fleet) {}

    synchronized Count count(Instant now) {
        if (!now.isBefore(countedAt.plus(COUNTED_EVERY)) || now.isBefore(countedAt)) {
            List<Population.Group> all = population.all();
            members = byZone(all);
            fleet = all.stream().mapToInt(Population.Group::count).sum();
            countedAt = now;
        }
        Map<Zone, Integer> suspects = byZone(population.suspects(now.minus(config.recent())));
        Map<Zone, ZoneReading> zones = new HashMap<>();
        members.forEach((zone, count) -> zones.put(zone, new ZoneReading(count, 0)));
        // Who was given up a moment ago may be watched no longer, but still speaks of its zone.
        suspects.forEach((zone, count) ->
                zones.put(zone, new ZoneReading(Math.max(count, members.getOrDefault(zone, 0)), count)));
        return new Count(zones, fleet);
    }

    private static Map<Zone, Integer> byZone(List<Population.Group> groups) {
        Map<Zone, Integer> counts = new HashMap<>();
        groups.forEach(
                group -> zonesOf(group.whereabouts()).forEach(zone -> counts.merge(zone, group.count(), Integer::sum)));
        return counts;
    }

    static List<Zone> zonesOf(Whereabouts whereabouts) {
        List<Zone> zones = new ArrayList<>();
        zones.add(new Zone(Zone.Kind.VENDOR, whereabouts.vendor()));
        if (!whereabouts.region().isEmpty()) {
            zones.add(new Zone(Zone.Kind.REGION, whereabouts.vendor() + "/" + whereabouts.region()));
        }
        if (!whereabouts.host().isEmpty()) {
            zones.add(new Zone(Zone.Kind.HOST, whereabouts.vendor() + "/" + whereabouts.host()));
        }
        zones.add(new Zone(Zone.Kind.GATEWAY, ONLY_GATEWAY));
        if (!whereabouts.agentVersion().isEmpty()) {
            zones.add(new Zone(Zone.Kind.AGENT_VERSION, whereabouts.agentVersion()));
        }
        return zones;
    }
}
