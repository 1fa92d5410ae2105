package cloud.dumont.monitoring.machine;

import cloud.dumont.events.Envelope;
import cloud.dumont.events.EventFamily;
import cloud.dumont.events.InstanceEvent;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.outbox.FactConsumer;
import cloud.dumont.outbox.FactConsumers;
import cloud.dumont.outbox.FactHandler;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps {@link Machines} up to date with what is published of them. */
@Configuration(proxyBeanMethods = false)
class LearnMachines {
    @Bean
    FactConsumer machinesConsumer(FactConsumers consumers, Machines machines) {
        return consumers.consumer("monitoring-machines", Set.of(EventFamily.INSTANCE), handler(machines));
    }

    private static FactHandler handler(Machines machines) {
        return fact -> {
            if (fact.data() instanceof InstanceEvent event) {
                learn(machines, fact, name(event));
            }
        };
    }

    private static void learn(Machines machines, Envelope fact, String name) {
        if (fact.user() == null) {
            return;
        }
        machines.remember(
                new Machine(
                        InstanceId.parse(fact.key()),
                        fact.user(),
                        name,
                        fact.epoch() == null ? Epoch.NONE : fact.epoch()),
                fact.at());
    }

    private static String name(InstanceEvent event) {
        return switch (event) {
            case InstanceEvent.Requested requested -> requested.name();
            case InstanceEvent.StatusChanged changed -> changed.name();
            case InstanceEvent.RouteChanged changed -> changed.name();
            case InstanceEvent.Renamed renamed -> renamed.to();
            case InstanceEvent.Destroyed destroyed -> destroyed.name();
        };
    }
}
