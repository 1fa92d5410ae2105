package cloud.dumont.monitoring.agent;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ForgetNonces {
    @Bean
    RecurringTask<Void> forgetNoncesTask(Nonces nonces, InstantSource clock) {
        return Tasks.recurring("forget-nonces", FixedDelay.ofMinutes(10))
                .execute((instance, context) -> nonces.forgetBefore(clock.instant()));
    }
}
