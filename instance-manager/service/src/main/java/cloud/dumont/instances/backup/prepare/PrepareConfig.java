package cloud.dumont.instances.backup.prepare;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a waiting box has enough in place to take over.
 *
 * @param smallDelta bytes that were saved since the version that is in place, below which no further round is worth it
 * @param shortRound a round that was as fast as this: the next one cannot be much faster
 * @param rounds at most
 */
@ConfigurationProperties("dumont.prepare")
public record PrepareConfig(
        @DefaultValue("67108864") long smallDelta,
        @DefaultValue("10s") Duration shortRound,
        @DefaultValue("5") int rounds) {}
