package cloud.dumont.monitoring.health;

import cloud.dumont.events.Actor;
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
            case Health.Suspect suspect -> {
                apply(suspect.beatHeard(now), now);
                yield now.plus(pulse.patience());
            }
        });
    }

    /** @return when to look again; empty when there is nothing to wait for */
    @Transactional
    public Optional<Instant> examine(PlacementId placement, Instant now) {
        return book.find(placement).flatMap(health -> switch (health) {
            case Health.Suspect suspect -> Optional.empty();
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

    private void apply(Health.Change change, Instant now) {
        Health next = change.next();
        if (!book.save(next)) {
            return;
        }
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
                        change.fact()));
        String phase = next instanceof Health.Suspect ? "suspected" : "cleared";
        meters.counter("dumont.health.changes", "to", phase).increment();
        log.atInfo()
                .addKeyValue("placement_id", watch.placement())
                .addKeyValue("machine_id", watch.instance())
                .log(next instanceof Health.Suspect ? "machine is suspect" : "machine is heard again");
    }

    private static long version(Epoch epoch, long version) {
        return (epoch.value() << VERSION_BITS) + version;
    }
}
