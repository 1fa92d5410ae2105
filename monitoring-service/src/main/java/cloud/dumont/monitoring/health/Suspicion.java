package cloud.dumont.monitoring.health;

import cloud.dumont.events.HealthEvent.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a placement is not trusted.
 *
 * @param lastSeenAt its last valid beat before
 * @param graceUntil until then it is not given up, because this platform itself was away
 * @param signals oldest first
 * @param flaps when it was suspected lately, this time included
 */
public record Suspicion(Instant since, Instant lastSeenAt, Instant graceUntil, List<Signal> signals, Flaps flaps) {
    private static final int REMEMBERED = 20;

    public Suspicion {
        signals = List.copyOf(signals);
    }

    Suspicion with(Signal signal) {
        List<Signal> more =
                new ArrayList<>(signals.subList(Math.max(0, signals.size() - REMEMBERED + 1), signals.size()));
        more.add(signal);
        return new Suspicion(since, lastSeenAt, graceUntil, more, flaps);
    }

    /** A word of the vendor that comes every two seconds is news only when it changes. */
    boolean knows(Signal signal) {
        return latest(signal.kind())
                .filter(known -> known.detail().equals(signal.detail()))
                .isPresent();
    }

    /** The newest signal of its kind. */
    public Optional<Signal> latest(String kind) {
        return signals.reversed().stream()
                .filter(signal -> signal.kind().equals(kind))
                .findFirst();
    }
}
