package cloud.dumont.instances.failover;

import cloud.dumont.instances.instance.FailoverConfig;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FailoverTasks {
    @Bean
    Task<Void> endFailovers(FailoverEnds ends, FailoverConfig config) {
        return Tasks.recurring("end-failovers", FixedDelay.of(config.sweepEvery()))
                .execute((task, context) -> ends.sweep());
    }
}
