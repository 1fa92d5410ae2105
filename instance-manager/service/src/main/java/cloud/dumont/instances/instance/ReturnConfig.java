package cloud.dumont.instances.instance;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a machine gets from its standby back to a GPU.
 *
 * @param firstSearch until the first look for a GPU, and between looks at first
 * @param longestSearch between two looks later on
 * @param ready how long a GPU box may wait to take over
 * @param avoidHosts how long hardware that failed the machine is avoided
 * @param freeze how long the user's programs may stand still before they go on where they are
 */
@ConfigurationProperties("dumont.return")
public record ReturnConfig(
        @DefaultValue("15s") Duration firstSearch,
        @DefaultValue("10m") Duration longestSearch,
        @DefaultValue("30m") Duration ready,
        @DefaultValue("1h") Duration avoidHosts,
        @DefaultValue("60s") Duration freeze) {}
