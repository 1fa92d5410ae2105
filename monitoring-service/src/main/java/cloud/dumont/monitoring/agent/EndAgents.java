package cloud.dumont.monitoring.agent;

import cloud.dumont.events.EventFamily;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.outbox.FactConsumer;
import cloud.dumont.outbox.FactConsumers;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An agent is of no interest once its box is gone. */
@Configuration(proxyBeanMethods = false)
class EndAgents {
    @Bean
    FactConsumer agentsConsumer(FactConsumers consumers, Agents agents) {
        return consumers.consumer("monitoring-agents", Set.of(EventFamily.PLACEMENT), fact -> {
            if (fact.data() instanceof PlacementEvent.Gone) {
                agents.end(PlacementId.parse(fact.subject()), fact.at());
            }
        });
    }
}
