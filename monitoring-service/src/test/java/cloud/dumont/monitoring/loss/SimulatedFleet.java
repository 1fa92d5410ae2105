package cloud.dumont.monitoring.loss;

import cloud.dumont.events.HealthEvent.Signal;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.agent.BeatConfig;
import cloud.dumont.monitoring.agent.Rhythm;
import cloud.dumont.monitoring.guard.Guard;
import cloud.dumont.monitoring.guard.GuardConfig;
import cloud.dumont.monitoring.guard.Permission;
import cloud.dumont.monitoring.guard.Velocity;
import cloud.dumont.monitoring.guard.Zone;
import cloud.dumont.monitoring.guard.ZoneGuard;
import cloud.dumont.monitoring.health.Flaps;
import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.Loss;
import cloud.dumont.monitoring.health.Mandate;
import cloud.dumont.monitoring.health.Population;
import cloud.dumont.monitoring.health.Pulse;
import cloud.dumont.monitoring.health.Watch;
import cloud.dumont.monitoring.health.Whereabouts;
import cloud.dumont.monitoring.instances.Look;
import cloud.dumont.monitoring.loss.Evidence.Probe;
import cloud.dumont.monitoring.loss.Evidence.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A fleet in virtual time: the service's own rules, a made-up world. One step is a second, one round two. */
final class SimulatedFleet {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final BeatConfig BEATS = new BeatConfig(Duration.ofSeconds(30), Duration.ofSeconds(5));
    private static final LossConfig LOSS = new LossConfig(
            Duration.ofSeconds(45),
            Duration.ofSeconds(90),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            3,
            Duration.ofSeconds(10),
            2);
    static final GuardConfig GUARD = new GuardConfig(
            2,
            15,
            Duration.ofSeconds(120),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            Duration.ofSeconds(90),
            Duration.ofSeconds(100),
            6,
            0.5,
            100);
    private static final Duration FLAP_WINDOW = Duration.ofMinutes(10);
    private static final int FLAPS = 3;
    private static final Mandate MANDATE = new Mandate(0, "simulated", 1);
    private static final ExaminationConfig EXAMINATION = OwnDoubtTest.config(null);

    final List<Machine> machines = new ArrayList<>();
    final List<Fall> falls = new ArrayList<>();
    int suspicions;
    /** Share of beats and of tries that get lost on their way. */
    double noise = 0.01;

    private final Random random = new Random(7);
    private final Ids ids = Ids.secure(() -> START);
    private List<Population.Group> members = List.of();
    private Instant countedAt = START;
    private final Map<Zone, ZoneGuard> zones = new HashMap<>();
    private final Map<Zone, Instant> lastConfirmed = new HashMap<>();
    private Velocity velocity;
    private Instant now = START;

    /** A machine that was given up. */
    record Fall(Machine machine, Instant at, Loss.Cause cause, Duration silence) {}

    /** One machine. Its levers are public to the test. */
    final class Machine {
        final Whereabouts whereabouts;
        final List<Zone> zones;
        /** Whether anything gets through to it and from it. */
        boolean linked = true;
        /** What its vendor says; empty: it does not answer. */
        Optional<String> vendorSays = Optional.of("running");

        Health health;
        private Rhythm rhythm = Rhythm.UNKNOWN;
        private boolean beaten;
        private Instant lastBeat = START;
        private Instant nextBeat = START.plusMillis(random.nextInt(30_000));
        private Case file;
        private Instant suspectedAt = Instant.EPOCH;

        Machine(Whereabouts whereabouts) {
            this.whereabouts = whereabouts;
            zones = Count.zonesOf(whereabouts);
            Watch watch = new Watch(
                    ids.next(PlacementId::new), ids.next(InstanceId::new), ids.next(UserId::new), new Epoch(1));
            health = new Health.Healthy(watch, START, START.plusSeconds(35), Flaps.NONE, 0);
        }

        private boolean getsThrough() {
            return linked && random.nextDouble() >= noise;
        }

        private void beat() {
            if (now.isBefore(nextBeat)) {
                return;
            }
            if (getsThrough()) {
                rhythm = beaten ? rhythm.after(Duration.between(lastBeat, now)) : rhythm;
                beaten = true;
                lastBeat = now;
                if (health instanceof Health.Unheard unheard) {
                    health = unheard.beatHeard(now).next();
                }
            }
            nextBeat = nextBeat.plusMillis(27_000 + random.nextInt(6_000));
        }

        private void watch() {
            if (health instanceof Health.Healthy healthy && !now.isBefore(lastBeat.plus(BEATS.interval()))) {
                healthy.examine(new Pulse(Optional.of(lastBeat), BEATS.patience(rhythm)), now)
                        .ifPresent(change -> {
                            health = change.next();
                            suspectedAt = now;
                            suspicions++;
                        });
            }
        }

        boolean countsAsSuspect() {
            return health instanceof Health.Unheard
                    || suspectedAt.isAfter(now.minus(GUARD.recent()))
                    || (health instanceof Health.Lost lost && lost.since().isAfter(countedAt.minus(Census.OVERLAP)));
        }

        /** Who was given up is taken over by a standby, and watched no longer. */
        boolean isWatched() {
            return !(health instanceof Health.Lost);
        }

        private void examine(Guard guard) {
            if (!(health instanceof Health.Unheard unheard)) {
                return;
            }
            if (file == null || !file.isOf(unheard)) {
                file = new Case(unheard.suspicion(), MANDATE);
            }
            if (file.asks(now, EXAMINATION.lookEvery())) {
                vendorSays.ifPresent(status -> file.saw(
                        new Look(unheard.watch().placement(), status, now, new Look.Address("box", 22), null)));
            }
            for (String vantage : List.of(Probes.HERE, Probes.THERE)) {
                boolean answered = getsThrough();
                file.heard(new Probe(vantage, Way.SSH, now, answered), now.minus(EXAMINATION.keep()));
            }
            long flaps = unheard.suspicion().flaps().within(FLAP_WINDOW, now);
            int doubt = flaps > FLAPS ? 2 : 1;
            switch (Finding.of(file.evidence(unheard.suspicion()), LOSS, doubt, now)) {
                case Finding.NotYet notYet -> {
                    if (health instanceof Health.Held held) {
                        health = held.release().next();
                    }
                }
                case Finding.ConfirmedLost lost -> judge(unheard, Loss.Cause.VENDOR, guard);
                case Finding.SilentlyLost lost -> judge(unheard, Loss.Cause.SILENCE, guard);
            }
        }

        private void judge(Health.Unheard unheard, Loss.Cause cause, Guard guard) {
            Guard current = new Guard(guard.zones(), guard.fleet(), velocity, lastConfirmed);
            Guard.Candidate candidate = new Guard.Candidate(
                    zones,
                    cause == Loss.Cause.VENDOR,
                    !whereabouts.standby().equals("off"),
                    unheard.suspicion().lastSeenAt());
            switch (current.judge(candidate, GUARD, now)) {
                case Permission.Held held ->
                    unheard.hold(held.why().word(), held.detail(), now).ifPresent(change -> health = change.next());
                case Permission.Granted granted -> {
                    velocity = velocity.spent();
                    zones.stream()
                            .filter(zone -> !(guard.zones().get(zone) instanceof ZoneGuard.Normal))
                            .forEach(zone -> lastConfirmed.put(zone, now));
                    health = unheard.lost(new Loss(cause, List.<Signal>of(), "normal"), now);
                    falls.add(new Fall(this, now, cause, Duration.between(lastBeat, now)));
                }
            }
        }
    }

    List<Machine> add(int count, String vendor, String region) {
        return add(count, new Whereabouts(vendor, region, "", "1.4.0", "cold"));
    }

    List<Machine> add(int count, Whereabouts whereabouts) {
        List<Machine> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(new Machine(whereabouts));
        }
        machines.addAll(added);
        return added;
    }

    /** @return hosts with so many machines each */
    List<Machine> addHosts(int hosts, int each, String vendor, String region) {
        List<Machine> added = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            added.addAll(add(each, new Whereabouts(vendor, region, region + "-" + host, "1.4.0", "cold")));
        }
        return added;
    }

    Instant now() {
        return now;
    }

    void run(Duration time) {
        if (velocity == null) {
            velocity = Velocity.full(machines.size(), GUARD, now);
        }
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            now = now.plusSeconds(1);
            machines.forEach(Machine::beat);
            machines.forEach(Machine::watch);
            if (now.getEpochSecond() % 2 == 0) {
                velocity = velocity.at(now, machines.size(), GUARD);
                Guard guard = guard();
                machines.forEach(machine -> machine.examine(guard));
            }
        }
    }

    /** Who is watched is counted every half minute, as the service does. */
    private Guard guard() {
        if (members.isEmpty() || now.getEpochSecond() % 30 == 0) {
            members = groups(Machine::isWatched);
            countedAt = now;
        }
        Count count = Count.of(members, groups(Machine::countsAsSuspect), GUARD);
        count.zones()
                .forEach((zone, reading) -> zones.put(
                        zone, zones.getOrDefault(zone, ZoneGuard.trusted(now)).read(reading, GUARD, now)));
        return new Guard(zones, count.fleet(), velocity, lastConfirmed);
    }

    private List<Population.Group> groups(Predicate<Machine> which) {
        return machines.stream()
                .filter(which)
                .collect(Collectors.groupingBy(machine -> machine.whereabouts))
                .entrySet()
                .stream()
                .map(group ->
                        new Population.Group(group.getKey(), group.getValue().size(), (int) group.getValue().stream()
                                .filter(machine -> !(machine.health instanceof Health.Healthy))
                                .count()))
                .toList();
    }
}
