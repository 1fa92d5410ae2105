package cloud.dumont.monitoring.loss;

import cloud.dumont.events.HealthEvent.Signal;
import cloud.dumont.monitoring.guard.Fleet;
import cloud.dumont.monitoring.guard.Guard;
import cloud.dumont.monitoring.guard.GuardZones;
import cloud.dumont.monitoring.guard.Permission;
import cloud.dumont.monitoring.guard.Velocity;
import cloud.dumont.monitoring.guard.Zone;
import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.HealthConfig;
import cloud.dumont.monitoring.health.Loss;
import cloud.dumont.monitoring.health.Mandate;
import cloud.dumont.monitoring.health.Population;
import cloud.dumont.monitoring.health.WatchHealth;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Turns evidence into losses, as far as the guard lets it. */
@Component
class Verdicts {
    private static final String NO_STANDBY = "off";
    private static final String NOBODY_VOUCHES =
            "neither store nor vendor is known to look at, and too few other machines are heard of";

    private final WatchHealth watch;
    private final Population population;
    private final Census census;
    private final GuardZones zones;
    private final Canaries canaries;
    private final OwnHealth ownHealth;
    private final TellLosses tellLosses;
    private final LossMeters meters;
    private final LossConfig config;
    private final HealthConfig health;
    private final TransactionTemplate transactions;
    private volatile Standing standing;

    Verdicts(
            WatchHealth watch,
            Population population,
            Census census,
            GuardZones zones,
            Canaries canaries,
            OwnHealth ownHealth,
            TellLosses tellLosses,
            LossMeters meters,
            LossConfig config,
            HealthConfig health,
            TransactionTemplate transactions) {
        this.watch = watch;
        this.population = population;
        this.census = census;
        this.zones = zones;
        this.canaries = canaries;
        this.ownHealth = ownHealth;
        this.tellLosses = tellLosses;
        this.meters = meters;
        this.config = config;
        this.health = health;
        this.transactions = transactions;
        this.standing = new Standing(
                new Guard(Map.of(), new Fleet(0, 0), new Velocity(0, Instant.EPOCH), Map.of()),
                Set.of(),
                new Fleet(0, 0));
    }

    /** The guard when the round began. @param zones all that have machines @param fleet all machines */
    private record Standing(Guard guard, Set<Zone> zones, Fleet fleet) {}

    /** Once at the beginning of a round. */
    void readZones(Instant now) {
        Count count = census.count(now);
        Guard guard = zones.read(count.zones(), count.fleet(), now);
        standing = new Standing(guard, count.zones().keySet(), count.fleet());
        meters.read(guard);
    }

    /** @param mandate under which the evidence was collected: it decides only while that lasts */
    void on(Health.Unheard unheard, Evidence evidence, Mandate mandate, Instant now) {
        if (now.isBefore(unheard.suspicion().graceUntil())) {
            return;
        }
        switch (Finding.of(evidence, config, doubt(unheard, now), now)) {
            case Finding.NotYet notYet -> {
                if (unheard instanceof Health.Held held) {
                    watch.change(held.release(), now);
                }
            }
            case Finding.ConfirmedLost lost -> judge(unheard, Loss.Cause.VENDOR, evidence, mandate, now);
            case Finding.SilentlyLost lost -> judge(unheard, Loss.Cause.SILENCE, evidence, mandate, now);
        }
    }

    private int doubt(Health.Unheard unheard, Instant now) {
        long flaps = unheard.suspicion().flaps().within(health.flapWindow(), now);
        return ownHealth.doubt(now) * (flaps > health.flaps() ? 2 : 1);
    }

    private void judge(Health.Unheard unheard, Loss.Cause cause, Evidence evidence, Mandate mandate, Instant now) {
        var whereabouts = population.of(unheard.watch().placement());
        Canaries.Sight sight = canaries.look(now);
        if (whereabouts.isEmpty() || sight == Canaries.Sight.CUT_OFF) {
            return;
        }
        // The beats of others come from outside too; a vendor's word needs no witness.
        if (sight == Canaries.Sight.UNKNOWN
                && cause == Loss.Cause.SILENCE
                && !standing.fleet().isHeard()) {
            hold(unheard, new Permission.Held(Permission.Why.NOBODY_VOUCHES, NOBODY_VOUCHES), now);
            return;
        }
        List<Zone> itsZones = Count.zonesOf(whereabouts.get());
        Guard.Candidate candidate = new Guard.Candidate(
                itsZones,
                cause == Loss.Cause.VENDOR,
                !whereabouts.get().standby().equals(NO_STANDBY),
                unheard.suspicion().lastSeenAt());
        // Of many that are held none should have to wait for the lock only to hear the same again.
        switch (zones.foresee(standing.guard(), candidate, now)) {
            case Permission.Held held -> hold(unheard, held, now);
            case Permission.Granted granted -> {
                List<Signal> account = Case.account(unheard.suspicion(), evidence);
                Loss loss = new Loss(cause, account, GuardZones.modeOf(standing.guard(), itsZones));
                decide(unheard, loss, candidate, mandate, now);
            }
        }
    }

    private void decide(Health.Unheard unheard, Loss loss, Guard.Candidate candidate, Mandate mandate, Instant now) {
        Standing known = standing;
        Optional<Permission> permission = Objects.requireNonNull(transactions.execute(status -> {
            Permission decided = zones.decide(candidate, known.zones(), known.fleet(), now);
            boolean granted = decided instanceof Permission.Granted;
            if (granted && !watch.lose(unheard, loss, mandate, now)) {
                status.setRollbackOnly();
                return Optional.<Permission>empty();
            }
            return Optional.of(decided);
        }));
        permission.ifPresent(decided -> {
            switch (decided) {
                case Permission.Held held -> hold(unheard, held, now);
                case Permission.Granted granted -> {
                    meters.lost(unheard, loss, now);
                    tellLosses.tell(unheard.watch().placement(), now);
                }
            }
        });
    }

    private void hold(Health.Unheard unheard, Permission.Held held, Instant now) {
        unheard.hold(held.why().word(), held.detail(), now)
                .filter(change -> watch.change(change, now))
                .ifPresent(change -> meters.held(unheard, held));
    }
}
