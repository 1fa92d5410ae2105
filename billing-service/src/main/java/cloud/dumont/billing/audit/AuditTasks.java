package cloud.dumont.billing.audit;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The persistent task of the self-check. */
@Configuration(proxyBeanMethods = false)
class AuditTasks {
    @Bean
    Task<Void> auditTask(
            LedgerAudit ledger,
            CacheAudit cache,
            InstantSource clock,
            @Value("${dumont.billing.audit.every:5m}") Duration every) {
        return Tasks.recurring("ledger-audit", FixedDelay.of(every)).execute((instance, context) -> {
            ledger.run();
            cache.run(clock.instant());
        });
    }
}
