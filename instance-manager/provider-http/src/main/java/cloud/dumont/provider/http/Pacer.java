package cloud.dumont.provider.http;

import cloud.dumont.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps calls of one endpoint apart by its interval, and further after the vendor throttled us: twice the interval, then
 * four times, and so on to a limit, until a call passes. Callers queue in the order of their arrival; who would wait
 * longer than allowed is turned away at once, so that a queue cannot grow without bound.
 */
public final class Pacer {
    private static final Duration MOST_PENALTY = Duration.ofSeconds(12);
    private static final int MOST_DOUBLINGS = 6;

    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Duration patience;
    private final Map<String, Lane> lanes = new HashMap<>();

    private static final class Lane {
        Instant free = Instant.MIN;
        int throttled;
    }

    /** @param patience the longest that a call may wait for its turn */
    public Pacer(InstantSource clock, Sleeper sleeper, Duration patience) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.patience = patience;
    }

    /**
     * Returns when it is this call's turn.
     *
     * @throws ProviderException.Throttled its turn is too far away; nothing was sent
     */
    public void await(Endpoint endpoint) {
        Duration wait = claim(endpoint);
        if (wait.isPositive()) {
            try {
                sleeper.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProviderException.Throttled(null);
            }
        }
    }

    private synchronized Duration claim(Endpoint endpoint) {
        Instant now = clock.instant();
        Lane lane = lane(endpoint);
        Instant turn = lane.free.isAfter(now) ? lane.free : now;
        Duration wait = Duration.between(now, turn);
        if (wait.compareTo(patience) > 0) {
            throw new ProviderException.Throttled(wait);
        }
        lane.free = turn.plus(endpoint.interval());
        return wait;
    }

    /** The vendor took a call: its limit is where we thought. */
    public synchronized void passed(Endpoint endpoint) {
        lane(endpoint).throttled = 0;
    }

    /** The vendor throttled a call and wants at least {@code retryAfter} of quiet. */
    public synchronized void throttled(Endpoint endpoint, Duration retryAfter) {
        Lane lane = lane(endpoint);
        lane.throttled = Math.min(lane.throttled + 1, MOST_DOUBLINGS);
        Duration penalty = endpoint.interval().multipliedBy(1L << lane.throttled);
        Duration bounded = penalty.compareTo(MOST_PENALTY) > 0 ? MOST_PENALTY : penalty;
        Instant quietUntil = clock.instant().plus(bounded.compareTo(retryAfter) > 0 ? bounded : retryAfter);
        if (quietUntil.isAfter(lane.free)) {
            lane.free = quietUntil;
        }
    }

    private Lane lane(Endpoint endpoint) {
        return lanes.computeIfAbsent(endpoint.name(), name -> new Lane());
    }
}
