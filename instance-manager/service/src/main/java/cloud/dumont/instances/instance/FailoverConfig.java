package cloud.dumont.instances.instance;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long each step of a failover may take before another way is tried.
 *
 * @param activation until the new box has enrolled, per place that is tried
 * @param standstill how long a restore may bring nothing
 * @param chooseAgain between two searches when there is no place at all
 * @param poll between two looks at what is on its way
 * @param perDay failovers of one machine in 24 hours; one that is lost once more stops instead
 * @param rescueWindow how long a box that fell silent is kept at its vendor: what changed since the last backup is on it alone
 * @param rescueUnsaved how long instead when nothing of it is saved
 * @param sweepEvery how often is looked for failovers whose machine was stopped or destroyed
 */
@ConfigurationProperties("dumont.failover")
public record FailoverConfig(
        @DefaultValue("120s") Duration activation,
        @DefaultValue("30s") Duration standstill,
        @DefaultValue("15s") Duration chooseAgain,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("5") int perDay,
        @DefaultValue("5m") Duration rescueWindow,
        @DefaultValue("24h") Duration rescueUnsaved,
        @DefaultValue("10s") Duration sweepEvery) {}
