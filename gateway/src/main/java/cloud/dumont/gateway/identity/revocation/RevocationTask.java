package cloud.dumont.gateway.identity.revocation;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A revocation whose publication was lost in a crash reaches Redis all the same. */
@Configuration(proxyBeanMethods = false)
class RevocationTask {
    private static final Duration EVERY = Duration.ofSeconds(15);

    @Bean
    RecurringTask<Void> publishRevocations(Revocations revocations) {
        return Tasks.recurring("publish-revocations", FixedDelay.of(EVERY))
                .execute((instance, context) -> revocations.publishRecent());
    }
}
