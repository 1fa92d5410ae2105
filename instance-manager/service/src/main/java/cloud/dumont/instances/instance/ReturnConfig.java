package cloud.dumont.instances.instance;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a machine gets from its standby back to a GPU.
 *
 * @param firstSearch until the first look for a GPU, and between looks at first
 * @param longestSearch between two looks later on
 * @param freeze how long the user's programs may stand still before they go on where they are
 */
@ConfigurationProperties("dumont.return")
public record ReturnConfig(
        @DefaultValue("15s") Duration firstSearch,
        @DefaultValue("10m") Duration longestSearch,
        @DefaultValue("60s") Duration freeze) {}
