package cloud.dumont.monitoring.health;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param sweep how often the watch looks
 * @param grace how long nobody is suspected after the watch itself was away
 * @param rebornAfter a gap between two looks that counts as "was away"
 * @param flaps more suspicions than this
 * @param flapWindow within this time, and the evidence has to last twice as long
 */
@ConfigurationProperties("dumont.health")
public record HealthConfig(
        @DefaultValue("1s") Duration sweep,
        @DefaultValue("90s") Duration grace,
        @DefaultValue("8s") Duration rebornAfter,
        @DefaultValue("3") int flaps,
        @DefaultValue("10m") Duration flapWindow) {}
