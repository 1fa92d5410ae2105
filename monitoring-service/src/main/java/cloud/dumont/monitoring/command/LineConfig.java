package cloud.dumont.monitoring.command;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a line that broke off says something about its machine.
 *
 * @param returns so long the machine has to open another
 * @param wave lines that break off within this time count together
 * @param fewAtOnce up to so many say nothing about what lies between them and us
 * @param wavePercent from this share of all lines on it is what lies between: a gateway that restarts, say
 */
@ConfigurationProperties("dumont.health.lines")
public record LineConfig(
        @DefaultValue("3s") Duration returns,
        @DefaultValue("10s") Duration wave,
        @DefaultValue("2") int fewAtOnce,
        @DefaultValue("15") int wavePercent) {}
