package cloud.dumont.instances.instance;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a machine gets from its standby back to a GPU.
 *
 * @param firstSearch until the first look for a GPU, and between looks at first
 * @param longestSearch between two looks later on
 * @param rounds of copying beside the user's work, at most
 * @param littleBytes so little may be left for the moment in which nobody works
 * @param littleTime or what is copied in this time
 * @param copying all rounds together
 * @param freeze how long the user's programs may stand still before they go on where they are
 * @param moving the rest: last files, start commands, route
 */
@ConfigurationProperties("dumont.return")
public record ReturnConfig(
        @DefaultValue("15s") Duration firstSearch,
        @DefaultValue("10m") Duration longestSearch,
        @DefaultValue("5") int rounds,
        @DefaultValue("64000000") long littleBytes,
        @DefaultValue("10s") Duration littleTime,
        @DefaultValue("30m") Duration copying,
        @DefaultValue("60s") Duration freeze,
        @DefaultValue("120s") Duration moving) {}
