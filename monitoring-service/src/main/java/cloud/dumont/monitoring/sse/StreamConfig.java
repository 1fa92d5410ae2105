package cloud.dumont.monitoring.sse;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param ping a silent stream says something this often, so that both ends notice a dead line
 * @param agentPing the same for agents: through the gateway it takes three or four pings until a line is known to have broken off
 * @param poll how late an event may be when the wake-up was lost
 * @param perUser open event streams of one user
 * @param resumeWindow how far back a client may resume
 * @param longest how long a stream lives when the caller's login sets no earlier end
 */
@ConfigurationProperties("dumont.streams")
public record StreamConfig(
        @DefaultValue("15s") Duration ping,
        @DefaultValue("1500ms") Duration agentPing,
        @DefaultValue("5s") Duration poll,
        @DefaultValue("5") int perUser,
        @DefaultValue("30d") Duration resumeWindow,
        @DefaultValue("10m") Duration longest) {}
