package cloud.dumont.monitoring.heartbeat;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HeartbeatConfiguration {
    @Bean
    RecurringTask<Void> confirmAliveTask(
            ConfirmAlive confirmAlive,
            InstantSource clock,
            @Value("${dumont.beats.confirm-every:10s}") Duration every) {
        return Tasks.recurring("confirm-alive", FixedDelay.of(every))
                .execute((instance, context) -> confirmAlive.report(clock.instant()));
    }
}
