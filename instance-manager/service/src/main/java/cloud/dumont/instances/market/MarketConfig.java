package cloud.dumont.instances.market;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param collectEvery how often each vendor is asked what it offers
 * @param keepHistory how long price history stays
 */
@ConfigurationProperties("dumont.market")
public record MarketConfig(
        @DefaultValue("30s") Duration collectEvery,
        @DefaultValue("31d") Duration keepHistory) {}
