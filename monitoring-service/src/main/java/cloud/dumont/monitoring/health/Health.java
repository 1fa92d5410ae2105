package cloud.dumont.monitoring.health;

import cloud.dumont.events.HealthEvent;
import cloud.dumont.events.HealthEvent.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is believed of a serving placement. Suspicion is not a verdict: any valid beat ends it. A loss is one. */
public sealed interface Health {
    Watch watch();

    Instant since();

    long version();

    /** A change and the fact that tells of it, if anybody has to know. */
    record Change(Health next, Optional<HealthEvent> fact) {}

    /** @param graceUntil until then silence proves nothing */
    record Healthy(Watch watch, Instant since, Instant graceUntil, Flaps flaps, long version) implements Health {
        /** When silence becomes suspicious. */
        public Instant deadline(Pulse pulse) {
            Instant byRhythm = pulse.lastBeat().orElse(since).plus(pulse.patience());
            return byRhythm.isAfter(graceUntil) ? byRhythm : graceUntil;
        }

        public Optional<Change> examine(Pulse pulse, Instant now) {
            if (now.isBefore(deadline(pulse))) {
                return Optional.empty();
            }
            return Optional.of(suspect(pulse, Signals.beatMissed(lastSeen(pulse), now), now));
        }

        /** Something suggests that it is not well. Empty when it was heard since. */
        public Optional<Change> told(Pulse pulse, Signal signal, Instant now) {
            return signal.at().isAfter(lastSeen(pulse)) ? Optional.of(suspect(pulse, signal, now)) : Optional.empty();
        }

        private Change suspect(Pulse pulse, Signal signal, Instant now) {
            Suspicion suspicion = new Suspicion(now, lastSeen(pulse), graceUntil, List.of(signal), flaps.with(now));
            return new Change(
                    new Suspect(watch, suspicion, version + 1),
                    Optional.of(new HealthEvent.Suspected(
                            watch.instance(), now, suspicion.lastSeenAt(), suspicion.signals())));
        }

        private Instant lastSeen(Pulse pulse) {
            return pulse.lastBeat().orElse(since);
        }
    }

    /** Not heard of, and not given up. */
    sealed interface Unheard extends Health permits Suspect, Held {
        Suspicion suspicion();

        Unheard with(Suspicion suspicion);

        default Change beatHeard(Instant now) {
            return new Change(
                    new Healthy(watch(), now, now, suspicion().flaps(), version() + 1),
                    Optional.of(new HealthEvent.Cleared(
                            watch().instance(), suspicion().since())));
        }

        /** Something more is known of it. Empty when it is no news. */
        default Optional<Change> told(Signal signal) {
            return suspicion().knows(signal)
                    ? Optional.empty()
                    : Optional.of(new Change(with(suspicion().with(signal)), Optional.empty()));
        }

        /** Lost by all that is known, but not to be acted on. Empty when it is held for that already. */
        default Optional<Change> hold(String why, String detail, Instant now) {
            return this instanceof Held held && held.why().equals(why)
                    ? Optional.empty()
                    : Optional.of(new Change(
                            new Held(watch(), now, suspicion(), why, detail, version() + 1), Optional.empty()));
        }

        default Lost lost(Loss loss, Instant now) {
            return new Lost(watch(), now, suspicion(), loss, version() + 1);
        }
    }

    record Suspect(Watch watch, Suspicion suspicion, long version) implements Unheard {
        @Override
        public Instant since() {
            return suspicion.since();
        }

        @Override
        public Suspect with(Suspicion next) {
            return new Suspect(watch, next, version + 1);
        }
    }

    /** @param why a word for series @param detail one line for people */
    record Held(Watch watch, Instant since, Suspicion suspicion, String why, String detail, long version)
            implements Unheard {
        @Override
        public Held with(Suspicion next) {
            return new Held(watch, since, next, why, detail, version + 1);
        }

        /** The evidence does not come to a loss any more. */
        public Change release() {
            return new Change(new Suspect(watch, suspicion, version + 1), Optional.empty());
        }
    }

    /** Given up, for this stretch of service. */
    record Lost(Watch watch, Instant since, Suspicion suspicion, Loss loss, long version) implements Health {
        HealthEvent fact() {
            return new HealthEvent.Lost(
                    watch.instance(),
                    suspicion.lastSeenAt(),
                    suspicion.since(),
                    loss.cause().word(),
                    loss.evidence(),
                    loss.guard());
        }
    }
}
