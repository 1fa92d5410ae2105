package cloud.dumont.instances.failover;

import java.time.Duration;

/**
 * How soon a place would be of use, from what was measured of such places lately.
 *
 * @param start until the agent has enrolled
 * @param bytesPerSecond of a restore there
 */
public record Prediction(Duration start, long bytesPerSecond) {
    public Prediction {
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException("a restore brings something");
        }
    }

    /** @param hotBytes what has to be back before the machine is of use */
    public Duration usableAfter(long hotBytes) {
        return start.plusMillis(Math.ceilDiv(hotBytes * 1000, bytesPerSecond));
    }

    /** A GPU is taken at once if that is no slower: it saves the way back. */
    public boolean isNoSlowerThan(Prediction standby, long hotBytes) {
        return usableAfter(hotBytes).compareTo(standby.usableAfter(hotBytes)) <= 0;
    }
}
