package cloud.dumont.monitoring.agent;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param interval how often an agent beats
 * @param slack how late a beat may be beyond the interval and twice the agent's own jitter
 */
@ConfigurationProperties("dumont.beats")
public record BeatConfig(
        @DefaultValue("30s") Duration interval,
        @DefaultValue("5s") Duration slack) {
    public int seconds() {
        return Math.max(1, (int) interval.toSeconds());
    }

    /** The silence after which a beat counts as missed. */
    public Duration patience(Rhythm rhythm) {
        return interval.plus(slack).plus(rhythm.sigma().multipliedBy(2));
    }
}
