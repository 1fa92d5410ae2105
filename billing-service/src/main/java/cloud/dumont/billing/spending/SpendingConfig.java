package cloud.dumont.billing.spending;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param runway for how long a machine must be able to run before it may start
 * @param landing how much use is set aside for the time between the end of the money and the end of the machine
 * @param holdLife how long a launch hold lives when nobody renews it
 * @param lookAgain how long to wait before stops that were asked for are asked for again
 */
@ConfigurationProperties("dumont.billing.spending")
public record SpendingConfig(
        @DefaultValue("15m") Duration runway,
        @DefaultValue("10m") Duration landing,
        @DefaultValue("5m") Duration holdLife,
        @DefaultValue("30s") Duration lookAgain) {}
