package cloud.dumont.agent.life;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Full jitter: anything between nothing and a bound that doubles, so that many agents do not come back at once. */
public final class Backoff {
    private static final int MAX_DOUBLINGS = 16;
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int failures;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    public void reset() {
        failures = 0;
    }

    public Duration next() {
        long bound = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        return Duration.ofMillis(random.nextLong(bound + 1));
    }
}
