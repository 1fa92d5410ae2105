package cloud.dumont.monitoring.loss;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LossConfiguration {
    @Bean
    RecurringTask<Void> tellLossesTask(TellLosses tellLosses, ExaminationConfig config, InstantSource clock) {
        return Tasks.recurring("tell-losses", FixedDelay.of(config.every()))
                .execute((instance, context) -> tellLosses.sweep(clock.instant()));
    }
}
