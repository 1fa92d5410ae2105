package cloud.dumont.monitoring.guard;

import cloud.dumont.monitoring.guard.Permission.Held;
import cloud.dumont.monitoring.guard.Permission.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Doubts the platform before it doubts machines: the more of a zone look lost at once, the less that is believed. Of all zones of
 * a machine the strictest counts.
 *
 * @param zones all that are known, each as it is now
 * @param velocity what is left of the pace of all
 * @param lastConfirmed when a machine of a doubted zone was declared lost last, by zone
 */
public record Guard(Map<Zone, ZoneGuard> zones, Velocity velocity, Map<Zone, Instant> lastConfirmed) {
    public Guard {
        zones = Map.copyOf(zones);
        lastConfirmed = Map.copyOf(lastConfirmed);
    }

    /**
     * @param zones of the machine
     * @param confirmed whether its vendor says that it is gone
     * @param evenInOutage whether its user wants a standby when the whole vendor is away
     */
    public record Candidate(Collection<Zone> zones, boolean confirmed, boolean evenInOutage) {
        public Candidate {
            zones = List.copyOf(zones);
        }
    }

    public Permission judge(Candidate candidate, GuardConfig config, Instant now) {
        if (isDeaf()) {
            return new Held(Why.NOBODY_IS_HEARD, "no machine of any vendor is heard of: the fault is ours");
        }
        for (Zone zone : candidate.zones()) {
            Held held = held(zone, candidate, config, now);
            if (held != null) {
                return held;
            }
        }
        return velocity.allows()
                ? new Permission.Granted()
                : new Held(Why.TOO_FAST, "as many machines as may be moved in a minute are moved already");
    }

    /** All vendors at once are not away: then it is us. */
    private boolean isDeaf() {
        List<ZoneGuard> vendors = zones.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == Zone.Kind.VENDOR)
                .map(Map.Entry::getValue)
                .toList();
        return !vendors.isEmpty() && vendors.stream().allMatch(ZoneGuard.Full.class::isInstance);
    }

    private @Nullable Held held(Zone zone, Candidate candidate, GuardConfig config, Instant now) {
        return switch (zones.getOrDefault(zone, ZoneGuard.trusted(now))) {
            case ZoneGuard.Normal normal -> null;
            case ZoneGuard.Frozen frozen -> new Held(Why.FROZEN, zone.text() + " is frozen by " + frozen.operator());
            case ZoneGuard.Partial partial -> doubted(zone, candidate, config, now);
            case ZoneGuard.Full full when zone.kind() != Zone.Kind.VENDOR -> doubted(zone, candidate, config, now);
            case ZoneGuard.Full full -> {
                Duration lasts = Duration.between(full.since(), now);
                boolean waited = lasts.compareTo(config.outageHold()) >= 0;
                yield waited && candidate.evenInOutage()
                        ? null
                        : new Held(Why.VENDOR_OUTAGE, "nobody of " + zone.text() + " is heard of");
            }
        };
    }

    private @Nullable Held doubted(Zone zone, Candidate candidate, GuardConfig config, Instant now) {
        if (!candidate.confirmed()) {
            return new Held(Why.ZONE_DOUBTED, "many of " + zone.text() + " are silent; the vendor does not say so");
        }
        Instant last = lastConfirmed.get(zone);
        boolean soon = last != null && now.isBefore(last.plus(config.confirmedEvery()));
        return soon ? new Held(Why.ZONE_DOUBTED, "many of " + zone.text() + " are silent: one after the other") : null;
    }
}
