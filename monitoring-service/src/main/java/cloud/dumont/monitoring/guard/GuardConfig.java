package cloud.dumont.monitoring.guard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a zone is doubted, and how fast machines may be declared lost.
 *
 * @param fewSuspects up to so many at once say nothing about their zone
 * @param partialPercent from this share of suspects on the zone is doubted, 1 to 100
 * @param recent who became suspect within this time counts, even if it was heard again
 * @param calm how long all has to be well before a zone is trusted again
 * @param outageHold how long a vendor, or a region, of whom nobody is heard is waited for
 * @param hostHold how long a machine has to be silent whose whole host is, while the rest of its region is well
 * @param confirmedEvery between two losses in a doubted zone; only such as the vendor confirms
 * @param perMinute losses in a minute, in all
 * @param fleetPercentPerMinute and in addition this share of all machines
 * @param deafPercent from this share of silent machines on it is us who hear nothing, 1 to 100
 */
@ConfigurationProperties("dumont.guard")
public record GuardConfig(
        @DefaultValue("2") int fewSuspects,
        @DefaultValue("15") int partialPercent,
        @DefaultValue("120s") Duration recent,
        @DefaultValue("60s") Duration calm,
        @DefaultValue("10m") Duration outageHold,
        @DefaultValue("90s") Duration hostHold,
        @DefaultValue("100s") Duration confirmedEvery,
        @DefaultValue("6") int perMinute,
        @DefaultValue("0.5") double fleetPercentPerMinute,
        @DefaultValue("100") int deafPercent) {}
