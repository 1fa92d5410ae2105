package cloud.dumont.monitoring.loss;

import cloud.dumont.monitoring.guard.Fleet;
import cloud.dumont.monitoring.guard.GuardConfig;
import cloud.dumont.monitoring.guard.Zone;
import cloud.dumont.monitoring.guard.ZoneReading;
import cloud.dumont.monitoring.health.Population.Group;
import cloud.dumont.monitoring.health.Whereabouts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is suspect in each zone. A machine is in several zones, but one cause is one cause: what a wholly silent host, region or
 * vendor explains by itself is not held against the wider zones too.
 */
record Count(Map<Zone, ZoneReading> zones, Fleet fleet) {
    private static final String ONLY_GATEWAY = "gateway";

    Count {
        zones = Map.copyOf(zones);
    }

    static Count of(List<Group> members, List<Group> suspects, GuardConfig config) {
        Map<Whereabouts, ZoneReading> groups = groups(members, suspects);
        Map<Zone, ZoneReading> totals = new HashMap<>();
        groups.forEach((where, reading) -> zonesOf(where).forEach(zone -> totals.merge(zone, reading, Count::sum)));
        Set<Zone> wholly = new HashSet<>();
        totals.forEach((zone, reading) -> {
            if (reading.isFull(config)) {
                wholly.add(zone);
            }
        });
        Map<Zone, ZoneReading> zones = new HashMap<>(totals);
        totals.forEach((zone, reading) -> {
            if (reading.isDoubtful(config)) {
                rest(zone, reading, groups, wholly, config).ifPresent(rest -> zones.put(zone, rest));
            }
        });
        int machines = groups.values().stream().mapToInt(ZoneReading::members).sum();
        int silent = suspects.stream().mapToInt(Group::silent).sum();
        return new Count(zones, new Fleet(machines, silent));
    }

    /** Who was given up a moment ago may be watched no longer, but still speaks of its zones. */
    private static Map<Whereabouts, ZoneReading> groups(List<Group> members, List<Group> suspects) {
        Map<Whereabouts, ZoneReading> groups = new HashMap<>();
        members.forEach(group -> groups.merge(group.whereabouts(), new ZoneReading(group.count(), 0), Count::sum));
        suspects.forEach(group -> groups.merge(
                group.whereabouts(),
                new ZoneReading(group.count(), group.count()),
                (known, suspect) ->
                        new ZoneReading(Math.max(known.members(), suspect.suspects()), suspect.suspects())));
        return groups;
    }

    private static ZoneReading sum(ZoneReading one, ZoneReading other) {
        return new ZoneReading(one.members() + other.members(), one.suspects() + other.suspects());
    }

    /** The zone without the one cause that explains most; empty when that does not explain its silence. */
    private static Optional<ZoneReading> rest(
            Zone zone, ZoneReading all, Map<Whereabouts, ZoneReading> groups, Set<Zone> wholly, GuardConfig config) {
        Map<Zone, ZoneReading> causes = new HashMap<>();
        groups.forEach((where, reading) -> {
            List<Zone> its = zonesOf(where);
            if (its.contains(zone)) {
                its.stream()
                        .filter(cause -> wholly.contains(cause) && zone.maySufferFrom(cause))
                        .forEach(cause -> causes.merge(cause, reading, Count::sum));
            }
        });
        return causes.entrySet().stream()
                .max(Comparator.<Map.Entry<Zone, ZoneReading>>comparingInt(
                                cause -> cause.getValue().suspects())
                        .thenComparing(cause -> cause.getKey().kind(), Comparator.reverseOrder()))
                .filter(cause -> explains(zone, cause.getKey(), all.without(cause.getValue()), config))
                .map(cause -> all.without(cause.getValue()));
    }

    /** Somebody else of the zone has to be well, or it might as well be the zone itself. */
    private static boolean explains(Zone zone, Zone cause, ZoneReading rest, GuardConfig config) {
        boolean othersAreWell = rest.members() > rest.suspects();
        // What fails SSH from two places does not fail for its agent's version: a vendor whose machines all have it is
        // away.
        boolean versionOfThatVendor =
                rest.members() == 0 && zone.kind() == Zone.Kind.AGENT_VERSION && cause.kind() == Zone.Kind.VENDOR;
        return !rest.isDoubtful(config) && (othersAreWell || versionOfThatVendor);
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
