package cloud.dumont.instances.failover;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long each step of a failover may take before another way is tried.
 *
 * @param activation until the new box has enrolled, per place that is tried
 * @param standstill how long a restore may bring nothing
 * @param routing until users arrive at the new box
 * @param chooseAgain between two searches when there is no place at all
 * @param giveUp how long is searched before the user is told that the machine waits
 */
@ConfigurationProperties("dumont.failover")
public record FailoverConfig(
        @DefaultValue("120s") Duration activation,
        @DefaultValue("30s") Duration standstill,
        @DefaultValue("30s") Duration routing,
        @DefaultValue("15s") Duration chooseAgain,
        @DefaultValue("10m") Duration giveUp) {}
