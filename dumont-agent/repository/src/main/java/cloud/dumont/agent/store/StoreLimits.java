package cloud.dumont.agent.store;

import java.time.Duration;

/**
 * How long a store is waited for.
 *
 * @param tries of one request
 * @param connect to be connected
 * @param stall without a single byte, or without the whole head of an answer, before a request is given up
 * @param leastBytesPerSecond what goes slower, either way, is given up
 * @param judgedAfter over so long a time of waiting
 * @param firstPause and
 * @param longestPause between two tries; half of it on average
 */
public record StoreLimits(
        int tries,
        Duration connect,
        Duration stall,
        int leastBytesPerSecond,
        Duration judgedAfter,
        Duration firstPause,
        Duration longestPause) {
    public static final StoreLimits STANDARD = new StoreLimits(
            6,
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            4096,
            Duration.ofSeconds(10),
            Duration.ofMillis(200),
            Duration.ofSeconds(10));
}
