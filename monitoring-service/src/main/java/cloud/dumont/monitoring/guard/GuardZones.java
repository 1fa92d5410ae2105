package cloud.dumont.monitoring.guard;

import cloud.dumont.events.Actor;
import cloud.dumont.events.HealthEvent;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The guard at work: reads zones, writes what changed, and decides who may be given up. */
@Component
public class GuardZones {
    private static final Logger log = LoggerFactory.getLogger(GuardZones.class);
    private final GuardBook book;
    private final GuardConfig config;
    private final Outbox outbox;

    GuardZones(GuardBook book, GuardConfig config, Outbox outbox) {
        this.book = book;
        this.config = config;
        this.outbox = outbox;
    }

    /** @return the guard as it is now; a zone that somebody changed meanwhile is as he left it the next time */
    @Transactional
    public Guard read(Map<Zone, ZoneReading> readings, Fleet fleet, Instant now) {
        Map<Zone, StoredZone> stored = book.zones();
        Set<Zone> all = new HashSet<>(readings.keySet());
        all.addAll(stored.keySet());
        for (Zone zone : all) {
            @Nullable StoredZone known = stored.get(zone);
            ZoneGuard before = known == null ? ZoneGuard.trusted(now) : known.guard();
            ZoneReading reading = readings.getOrDefault(zone, new ZoneReading(0, 0));
            ZoneGuard next = before.read(reading, config, now);
            if (!next.equals(before)) {
                String reason = reason(zone, next, reading);
                write(known, before, next, zone, reading, reason, Actor.system("guard"), now);
            }
        }
        return guard(readings.keySet(), fleet, book.pace(fleet.machines(), config, now), now);
    }

    private static String reason(Zone zone, ZoneGuard next, ZoneReading reading) {
        String numbers = reading.suspects() + " of " + reading.members() + " are not heard of";
        return switch (next) {
            case ZoneGuard.Full full -> numbers + "; " + zone.suspicion();
            case ZoneGuard.Partial partial -> numbers;
            case ZoneGuard.Normal normal -> numbers;
            case ZoneGuard.Frozen frozen -> numbers;
        };
    }

    private void write(
            @Nullable StoredZone known,
            ZoneGuard before,
            ZoneGuard next,
            Zone zone,
            ZoneReading reading,
            String reason,
            Actor actor,
            Instant now) {
        if (!book.save(known, zone, next, reading, reason) || next.mode().equals(before.mode())) {
            return;
        }
        log.atWarn()
                .addKeyValue("zone", zone.text())
                .addKeyValue("mode", next.mode())
                .addKeyValue("suspects", reading.suspects())
                .addKeyValue("members", reading.members())
                .log("a zone is trusted differently");
        outbox.append(
                now,
                new Fact(
                        zone.text(),
                        zone.text(),
                        now.toEpochMilli(),
                        null,
                        null,
                        actor,
                        null,
                        new HealthEvent.GuardChanged(
                                zone.text(), next.mode(), reading.suspects(), reading.members(), reason)));
    }

    /** What a decision would come to by a guard of a moment ago: nothing is locked or taken. */
    public Permission foresee(Guard guard, Guard.Candidate candidate, Instant now) {
        return guard.judge(candidate, config, now);
    }

    /**
     * Decides alone until the running transaction ends, and takes one from the pace if it grants.
     *
     * @param known all zones that have machines
     */
    @Transactional
    public Permission decide(Guard.Candidate candidate, Set<Zone> known, Fleet fleet, Instant now) {
        Velocity pace = book.lockPace(fleet.machines(), config, now);
        Permission permission = guard(known, fleet, pace, now).judge(candidate, config, now);
        if (permission instanceof Permission.Granted) {
            book.setPace(pace.spent());
            book.lossIn(candidate.zones(), now);
        }
        return permission;
    }

    private Guard guard(Set<Zone> known, Fleet fleet, Velocity pace, Instant now) {
        Map<Zone, ZoneGuard> zones = new HashMap<>();
        known.forEach(zone -> zones.put(zone, ZoneGuard.trusted(now)));
        Map<Zone, Instant> lastConfirmed = new HashMap<>();
        book.zones().values().forEach(stored -> {
            if (known.contains(stored.zone()) || stored.guard() instanceof ZoneGuard.Frozen) {
                zones.put(stored.zone(), stored.guard());
            }
            stored.lastLoss().ifPresent(at -> lastConfirmed.put(stored.zone(), at));
        });
        return new Guard(zones, fleet, pace, lastConfirmed);
    }

    /** By hand. @return the zone as it is then */
    @Transactional
    public StoredZone set(Zone zone, boolean frozen, String operator, Instant now) {
        @Nullable StoredZone known = book.zones().get(zone);
        ZoneGuard before = known == null ? ZoneGuard.trusted(now) : known.guard();
        ZoneGuard next = frozen ? before.freeze(operator, now) : before.thaw(operator, now);
        ZoneReading reading = known == null ? new ZoneReading(0, 0) : known.reading();
        write(known, before, next, zone, reading, "set by " + operator, new Actor(Actor.Kind.OPERATOR, operator), now);
        return Objects.requireNonNull(book.zones().get(zone), "what was written just now");
    }

    public List<StoredZone> all() {
        return book.zones().values().stream()
                .sorted(Comparator.comparing(stored -> stored.zone().text()))
                .toList();
    }

    /** The word for the strictest of these zones. */
    public static String modeOf(Guard guard, Collection<Zone> zones) {
        List<String> strictness = List.of("normal", "partial", "full", "frozen");
        return zones.stream()
                .map(zone -> guard.zones().get(zone))
                .filter(Objects::nonNull)
                .map(ZoneGuard::mode)
                .max(Comparator.comparingInt(strictness::indexOf))
                .orElse("normal");
    }
}
