package cloud.dumont.instances.drill;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How failovers are rehearsed. A drill costs its user nothing, so there are not many.
 *
 * @param perDay of one machine in 24 hours, those by schedule not counted
 * @param deadline until all has to be in place
 * @param sweepEvery how often is looked for drills that nobody works on
 * @param scheduleEvery how often is looked for machines whose test is due
 */
@ConfigurationProperties("dumont.drill")
public record DrillConfig(
        @DefaultValue("3") int perDay,
        @DefaultValue("30m") Duration deadline,
        @DefaultValue("10s") Duration sweepEvery,
        @DefaultValue("5m") Duration scheduleEvery) {}
