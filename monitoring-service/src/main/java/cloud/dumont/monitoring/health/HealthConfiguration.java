package cloud.dumont.monitoring.health;

import cloud.dumont.events.EventFamily;
import cloud.dumont.outbox.FactConsumer;
import cloud.dumont.outbox.FactConsumers;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    @Bean
    FactConsumer healthConsumer(FactConsumers consumers, ExpectBeats expectBeats) {
        return consumers.consumer("monitoring-health", Set.of(EventFamily.PLACEMENT), expectBeats::apply);
    }

    @Bean
    RecurringTask<Void> sweepHealthTask(
            SweepHealth sweep, HealthBook book, HealthConfig config, InstantSource clock, MeterRegistry meters) {
        for (String phase : new String[] {"healthy", "suspect", "held", "lost"}) {
            Gauge.builder("dumont.health.placements", () -> book.count(phase))
                    .tag("phase", phase)
                    .description("placements that are expected to beat")
                    .register(meters);
        }
        return Tasks.recurring("sweep-health", FixedDelay.of(config.sweep()))
                .execute((instance, context) -> sweep.sweep(clock.instant()));
    }

    @Bean
    RecurringTask<Void> compareServingTask(CompareServing compare, Passes passes, InstantSource clock) {
        return Tasks.recurring("compare-serving", FixedDelay.ofSeconds(60)).execute((instance, context) -> {
            compare.compare();
            passes.passed("compare-serving", clock.instant());
        });
    }
}
