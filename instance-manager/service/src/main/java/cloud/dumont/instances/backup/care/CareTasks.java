package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.backup.depot.Depot;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is looked for by the clock. Without a store there is nothing to care for. */
@Configuration(proxyBeanMethods = false)
class CareTasks {
    @Bean
    Task<Void> backupCare(CareSweep sweep, Depot depot, CareConfig config) {
        return Tasks.recurring("backup-care", FixedDelay.of(config.sweepEvery()))
                .execute((task, context) -> {
                    if (depot.isThere()) {
                        sweep.pass();
                    }
                });
    }

    @Bean
    Task<Void> backupVerifications(RequestVerification verification, Depot depot, CareConfig config) {
        return Tasks.recurring("backup-verifications", FixedDelay.of(config.sweepEvery()))
                .execute((task, context) -> {
                    if (depot.isThere()) {
                        verification.sweep();
                    }
                });
    }

    @Bean
    Task<Void> backupWatch(LateWatch watch, ChoreAges ages, Depot depot, CareConfig config) {
        return Tasks.recurring("backup-watch", FixedDelay.of(config.watchEvery()))
                .execute((task, context) -> {
                    if (depot.isThere()) {
                        watch.pass();
                    }
                    ages.done(Chore.WATCH);
                });
    }

    @Bean
    Task<Void> backupForgetting(Forgetting forgetting) {
        return Tasks.recurring("backup-forgetting", FixedDelay.of(Duration.ofHours(1)))
                .execute((task, context) -> forgetting.pass());
    }
}
