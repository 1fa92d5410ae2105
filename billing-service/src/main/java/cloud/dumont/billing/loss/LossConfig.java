package cloud.dumont.billing.loss;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param most for how long a time of the lost box's rate is given back at most
 * @param triggers of failovers that are credited; work that a user or a user's own bid put at risk is not
 * @param sweepEvery how often losses are looked at whose use had not ended in the books
 */
@ConfigurationProperties("dumont.billing.loss-credit")
record LossConfig(
        @DefaultValue("1h") Duration most,
        @DefaultValue({"lost", "provider_stop"}) Set<String> triggers,
        @DefaultValue("1m") Duration sweepEvery) {
    LossConfig {
        triggers = Set.copyOf(triggers);
    }
}
