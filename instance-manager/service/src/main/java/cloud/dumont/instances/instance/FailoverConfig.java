package cloud.dumont.instances.instance;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long each step of a failover may take before another way is tried.
 *
 * @param activation until the new box has enrolled, per place that is tried
 * @param gpu until another GPU has passed its check, when one is taken instead of a standby
 * @param expectedGpu how long it usually is until another GPU can be used, where our own history has too few cases
 * @param expectedStandby the same of a standby
 * @param leastCases of the last 30 days, from which on the median of our own history counts instead
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
        @DefaultValue("5m") Duration gpu,
        @DefaultValue("4m") Duration expectedGpu,
        @DefaultValue("90s") Duration expectedStandby,
        @DefaultValue("5") int leastCases,
        @DefaultValue("30s") Duration standstill,
        @DefaultValue("15s") Duration chooseAgain,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("5") int perDay,
        @DefaultValue("5m") Duration rescueWindow,
        @DefaultValue("24h") Duration rescueUnsaved,
        @DefaultValue("10s") Duration sweepEvery) {}
