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
 * @param fleet all machines
 * @param velocity what is left of the pace of all
 * @param lastConfirmed when a machine of a doubted zone was declared lost last, by zone
 */
public record Guard(Map<Zone, ZoneGuard> zones, Fleet fleet, Velocity velocity, Map<Zone, Instant> lastConfirmed) {
    public Guard {
        zones = Map.copyOf(zones);
        lastConfirmed = Map.copyOf(lastConfirmed);
    }

    /**
     * @param zones of the machine
     * @param confirmed whether its vendor says that it is gone
     * @param evenInOutage whether its user wants a standby when the whole vendor is away
     * @param lastSeenAt its last valid beat
     */
    public record Candidate(Collection<Zone> zones, boolean confirmed, boolean evenInOutage, Instant lastSeenAt) {
        public Candidate {
            zones = List.copyOf(zones);
        }
    }

    public Permission judge(Candidate candidate, GuardConfig config, Instant now) {
        if (fleet.isUnheard(config)) {
            return new Held(Why.NOBODY_IS_HEARD, "no machine of any vendor is heard of: the fault is ours");
        }
        for (Zone zone : candidate.zones()) {
            Held held = isExplained(zone, candidate, config, now) ? null : held(zone, candidate, config, now);
            if (held != null) {
                return held;
            }
        }
        return velocity.allows()
                ? new Permission.Granted()
                : new Held(Why.TOO_FAST, "as many machines as may be moved in a minute are moved already");
    }

    /** What lies within a vendor or region that was waited for long enough is silent with it, for the same reason. */
    private boolean isExplained(Zone zone, Candidate candidate, GuardConfig config, Instant now) {
        return candidate.evenInOutage()
                && !(of(zone, now) instanceof ZoneGuard.Frozen)
                && candidate.zones().stream()
                        .filter(wider -> wider.mayContain(zone))
                        .anyMatch(wider -> of(wider, now) instanceof ZoneGuard.Full full
                                && waited(full, config.outageHold(), now));
    }

    private ZoneGuard of(Zone zone, Instant now) {
        return zones.getOrDefault(zone, ZoneGuard.trusted(now));
    }

    private static boolean waited(ZoneGuard.Full full, Duration hold, Instant now) {
        return !now.isBefore(full.since().plus(hold));
    }

    private @Nullable Held held(Zone zone, Candidate candidate, GuardConfig config, Instant now) {
        return switch (of(zone, now)) {
            case ZoneGuard.Normal normal -> null;
            case ZoneGuard.Frozen frozen -> new Held(Why.FROZEN, zone.text() + " is frozen by " + frozen.operator());
            case ZoneGuard.Partial partial -> doubted(zone, candidate, config, now);
            case ZoneGuard.Full full -> silent(zone, full, candidate, config, now);
        };
    }

    private @Nullable Held silent(
            Zone zone, ZoneGuard.Full full, Candidate candidate, GuardConfig config, Instant now) {
        boolean left = candidate.evenInOutage() && waited(full, config.outageHold(), now);
        return switch (zone.kind()) {
            case VENDOR -> left ? null : new Held(Why.VENDOR_OUTAGE, "nobody of " + zone.text() + " is heard of");
            case REGION -> left ? null : doubted(zone, candidate, config, now);
            case HOST -> {
                boolean waited = !now.isBefore(candidate.lastSeenAt().plus(config.hostHold()));
                yield waited ? null : doubted(zone, candidate, config, now);
            }
            case GATEWAY, AGENT_VERSION ->
                candidate.confirmed()
                        ? doubted(zone, candidate, config, now)
                        : new Held(Why.OUR_FAULT, zone.suspicion());
        };
    }

    /** Only what the vendor confirms passes, and that slowly. */
    private @Nullable Held doubted(Zone zone, Candidate candidate, GuardConfig config, Instant now) {
        if (!candidate.confirmed()) {
            return new Held(Why.ZONE_DOUBTED, "many of " + zone.text() + " are silent; the vendor does not say so");
        }
        Instant last = lastConfirmed.get(zone);
        boolean soon = last != null && now.isBefore(last.plus(config.confirmedEvery()));
        return soon ? new Held(Why.ZONE_DOUBTED, "many of " + zone.text() + " are silent: one after the other") : null;
    }
}
