package cloud.dumont.billing.loss;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LossTasks {
    @Bean
    Task<Void> lossTask(LossCredit credit, LossConfig config, InstantSource clock) {
        return Tasks.recurring("loss-credits", FixedDelay.of(config.sweepEvery()))
                .execute((instance, context) -> credit.sweep(clock.instant()));
    }
}
