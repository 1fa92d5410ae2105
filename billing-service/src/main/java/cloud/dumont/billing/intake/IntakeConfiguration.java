package cloud.dumont.billing.intake;

import cloud.dumont.events.EventFamily;
import cloud.dumont.outbox.FactConsumer;
import cloud.dumont.outbox.FactConsumers;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {
    @Bean
    FactConsumer billingConsumer(FactConsumers consumers, BillingFacts facts) {
        return consumers.consumer(
                "billing",
                Set.of(EventFamily.PLACEMENT, EventFamily.IDENTITY, EventFamily.INSTANCE, EventFamily.FAILOVER),
                facts);
    }
}
