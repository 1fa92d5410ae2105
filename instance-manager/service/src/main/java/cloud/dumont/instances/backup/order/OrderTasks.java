package cloud.dumont.instances.backup.order;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Final backups have their machine's own work to end them in time; snapshots have this. */
@Configuration(proxyBeanMethods = false)
class OrderTasks {
    @Bean
    Task<Void> failOverdueSnapshots(OrderSnapshot snapshots) {
        return Tasks.recurring("fail-overdue-snapshots", FixedDelay.of(Duration.ofSeconds(30)))
                .execute((instance, context) -> snapshots.failOverdue());
    }
}
