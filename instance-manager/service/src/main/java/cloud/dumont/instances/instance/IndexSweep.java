package cloud.dumont.instances.instance;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IndexSweep {
    private static final Duration EVERY = Duration.ofSeconds(60);

    @Bean
    Task<Void> fillIndex(Instances instances, InstanceIndex index) {
        return Tasks.recurring("fill-index", FixedDelay.of(EVERY))
                .execute((instance, context) -> instances.existing().forEach(index::put));
    }
}
