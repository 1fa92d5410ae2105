package cloud.dumont.monitoring.event;

import cloud.dumont.events.EventFamily;
import cloud.dumont.kernel.Id;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.machine.Machine;
import cloud.dumont.monitoring.machine.Machines;
import cloud.dumont.outbox.FactConsumer;
import cloud.dumont.outbox.FactConsumers;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.InstantSource;
import java.util.EnumSet;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Writes every fact that has a public name into its user's log. */
@Configuration(proxyBeanMethods = false)
class RecordEvents {
    @Bean
    FactConsumer eventsConsumer(
            FactConsumers consumers,
            Events events,
            Machines machines,
            EventPartitions partitions,
            InstantSource clock) {
        partitions.makeAhead(clock.instant());
        return consumers.consumer("monitoring-events", EnumSet.allOf(EventFamily.class), fact -> {
            UserId user = fact.user();
            if (user != null) {
                PublicEvents.of(
                                fact,
                                instance -> machines.known(instance)
                                        .map(Machine::name)
                                        .filter(name -> !name.isEmpty())
                                        .orElseGet(((Id) instance)::text))
                        .ifPresent(event -> events.add(fact, event, user, clock.instant()));
            }
        });
    }

    @Bean
    RecurringTask<Void> eventPartitionsTask(EventPartitions partitions, InstantSource clock) {
        return Tasks.recurring("event-partitions", FixedDelay.ofHours(6))
                .execute((instance, context) -> partitions.makeAhead(clock.instant()));
    }
}
