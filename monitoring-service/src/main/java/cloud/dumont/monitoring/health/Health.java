package cloud.dumont.monitoring.health;

import cloud.dumont.events.HealthEvent;
import cloud.dumont.events.HealthEvent.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is believed of a serving placement. Suspicion is not a verdict: any valid beat ends it. */
public sealed interface Health {
    Watch watch();

    Instant since();

    long version();

    /** A change and the fact that tells of it. */
    record Change(Health next, HealthEvent fact) {}

    /** @param graceUntil until then silence proves nothing */
    record Healthy(Watch watch, Instant since, Instant graceUntil, long version) implements Health {
        /** When silence becomes suspicious. */
        public Instant deadline(Pulse pulse) {
            Instant byRhythm = pulse.lastBeat().orElse(since).plus(pulse.patience());
            return byRhythm.isAfter(graceUntil) ? byRhythm : graceUntil;
        }

        public Optional<Change> examine(Pulse pulse, Instant now) {
            if (now.isBefore(deadline(pulse))) {
                return Optional.empty();
            }
            Instant lastSeen = pulse.lastBeat().orElse(since);
            Signal missed = new Signal(
                    "beat_missed",
                    now,
                    "no beat for " + Duration.between(lastSeen, now).toSeconds() + " s");
            Suspect suspect = new Suspect(watch, now, lastSeen, List.of(missed), version + 1);
            return Optional.of(
                    new Change(suspect, new HealthEvent.Suspected(watch.instance(), now, lastSeen, suspect.signals())));
        }
    }

    record Suspect(Watch watch, Instant since, Instant lastSeenAt, List<Signal> signals, long version)
            implements Health {
        public Suspect {
            signals = List.copyOf(signals);
        }

        public Change beatHeard(Instant now) {
            return new Change(
                    new Healthy(watch, now, now, version + 1), new HealthEvent.Cleared(watch.instance(), since));
        }
    }
}
