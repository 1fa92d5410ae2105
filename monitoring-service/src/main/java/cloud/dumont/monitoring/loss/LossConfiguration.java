package cloud.dumont.monitoring.loss;

import cloud.dumont.monitoring.health.Passes;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LossConfiguration {
    @Bean
    RecurringTask<Void> tellLossesTask(
            TellLosses tellLosses, Passes passes, ExaminationConfig config, InstantSource clock) {
        return Tasks.recurring("tell-losses", FixedDelay.of(config.every())).execute((instance, context) -> {
            Instant now = clock.instant();
            tellLosses.sweep(now);
            passes.passed("tell-losses", now);
        });
    }
}
