package cloud.dumont.monitoring.health;

import cloud.dumont.events.Actor;
import cloud.dumont.events.EventTypes;
import cloud.dumont.events.HealthEvent;
import cloud.dumont.events.HealthEvent.Signal;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.monitoring.agent.Agent;
import cloud.dumont.monitoring.agent.Agents;
import cloud.dumont.monitoring.agent.BeatConfig;
import cloud.dumont.monitoring.agent.Rhythm;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Turns what was heard, and what was not, into health and its facts. */
@Component
public class WatchHealth {
    private static final Logger log = LoggerFactory.getLogger(WatchHealth.class);
    /** An epoch's versions start above all of those before, as facts of one machine have to. */
    private static final int VERSION_BITS = 20;

    private final HealthBook book;
    private final Agents agents;
    private final BeatConfig beats;
    private final Outbox outbox;
    private final MeterRegistry meters;

    WatchHealth(HealthBook book, Agents agents, BeatConfig beats, Outbox outbox, MeterRegistry meters) {
        this.book = book;
        this.agents = agents;
        this.beats = beats;
        this.outbox = outbox;
        this.meters = meters;
    }

    /**
     * A valid beat was heard. Call it in the beat's transaction.
     *
     * @return until when the next one has to come; empty when nobody waits for one
     */
    public Optional<Instant> beatHeard(PlacementId placement, Rhythm rhythm, Instant now) {
        Pulse pulse = new Pulse(Optional.of(now), beats.patience(rhythm));
        return book.find(placement).map(health -> switch (health) {
            case Health.Healthy healthy -> healthy.deadline(pulse);
            case Health.Unheard unheard -> {
                apply(unheard.beatHeard(now), now);
                yield now.plus(pulse.patience());
            }
            // Given up is given up: its machine has moved on, or is about to.
            case Health.Lost lost -> now.plus(pulse.patience());
        });
    }

    /** Something suggests that the placement is not well. Nothing happens when nobody waits for it, or it was given up. */
    @Transactional
    public void tell(PlacementId placement, Signal signal, Instant now) {
        Optional<Health.Change> change = book.find(placement).flatMap(health -> switch (health) {
            case Health.Healthy healthy -> healthy.told(pulse(placement), signal, now);
            case Health.Unheard unheard -> unheard.told(signal);
            case Health.Lost lost -> Optional.empty();
        });
        change.ifPresent(found -> apply(found, now));
    }

    /** More is known of a placement that is suspect already; nobody becomes suspect by it. */
    @Transactional
    public void add(PlacementId placement, Signal signal, Instant now) {
        book.find(placement)
                .flatMap(health -> health instanceof Health.Unheard unheard ? unheard.told(signal) : Optional.empty())
                .ifPresent(change -> apply(change, now));
    }

    /** @return false when somebody else changed it since it was read */
    @Transactional
    public boolean change(Health.Change change, Instant now) {
        return apply(change, now);
    }

    /** @return false when somebody else changed it since it was read, or the mandate ended, or the machine was heard */
    @Transactional
    public boolean lose(Health.Unheard unheard, Loss loss, Mandate mandate, Instant now) {
        Health.Lost lost = unheard.lost(loss, now);
        return book.saveLost(lost, mandate) && published(lost, Optional.of(lost.fact()), now);
    }

    /**
     * Ends a suspicion that began at the moment of a beat, which therefore did not end it.
     *
     * @return whether there was such a beat
     */
    @Transactional
    public boolean wasHeard(Health.Unheard unheard, Instant now) {
        boolean heard = pulse(unheard.watch().placement())
                .lastBeat()
                .filter(beat -> beat.isAfter(unheard.suspicion().lastSeenAt()))
                .isPresent();
        return heard && apply(unheard.beatHeard(now), now);
    }

    /** @return when to look again; empty when there is nothing to wait for */
    @Transactional
    public Optional<Instant> examine(PlacementId placement, Instant now) {
        return book.find(placement).flatMap(health -> switch (health) {
            case Health.Unheard unheard -> Optional.empty();
            case Health.Lost lost -> Optional.empty();
            case Health.Healthy healthy -> {
                Pulse pulse = pulse(placement);
                Optional<Health.Change> change = healthy.examine(pulse, now);
                change.ifPresent(found -> apply(found, now));
                yield change.isPresent() ? Optional.empty() : Optional.of(healthy.deadline(pulse));
            }
        });
    }

    private Pulse pulse(PlacementId placement) {
        Optional<Agent> agent = agents.find(placement);
        return new Pulse(
                agent.flatMap(Agent::lastBeat),
                beats.patience(agent.map(Agent::rhythm).orElse(Rhythm.UNKNOWN)));
    }

    private boolean apply(Health.Change change, Instant now) {
        return book.save(change.next()) && published(change.next(), change.fact(), now);
    }

    private boolean published(Health next, Optional<HealthEvent> fact, Instant now) {
        fact.ifPresent(it -> publish(next, it, now));
        return true;
    }

    private void publish(Health next, HealthEvent fact, Instant now) {
        Watch watch = next.watch();
        outbox.append(
                now,
                new Fact(
                        watch.placement().text(),
                        watch.instance().text(),
                        version(watch.epoch(), next.version()),
                        watch.epoch(),
                        watch.user(),
                        Actor.system("health"),
                        null,
                        fact));
        String to = EventTypes.nameOf(fact).substring("health.".length());
        meters.counter("dumont.health.changes", "to", to).increment();
        log.atInfo()
                .addKeyValue("placement_id", watch.placement())
                .addKeyValue("machine_id", watch.instance())
                .addKeyValue("to", to)
                .log("a machine's health changed");
    }

    private static long version(Epoch epoch, long version) {
        return (epoch.value() << VERSION_BITS) + version;
    }
}
