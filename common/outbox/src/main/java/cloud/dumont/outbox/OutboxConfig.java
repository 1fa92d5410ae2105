package cloud.dumont.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param poll how long a fact may wait when no signal wakes the relay
 * @param lease how long a shard stays with a relay that no longer renews it
 * @param keepSent how long sent facts stay, for a replay after Redis was lost
 * @param replayWindow how far back facts are sent again when Redis turns out to be empty
 * @param reclaimAfter how long a delivery may be unacknowledged before it is delivered again
 * @param maxDeliveries after so many deliveries a fact is a dead letter
 */
@ConfigurationProperties("dumont.outbox")
public record OutboxConfig(
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("15s") Duration lease,
        @DefaultValue("7d") Duration keepSent,
        @DefaultValue("1h") Duration replayWindow,
        @DefaultValue("15s") Duration reclaimAfter,
        @DefaultValue("8") int maxDeliveries) {}
