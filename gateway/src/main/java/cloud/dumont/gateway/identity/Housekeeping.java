package cloud.dumont.gateway.identity;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Throws away what can serve nobody any more: ended logins with their spent tokens, old links, the record of old mails. */
@Configuration(proxyBeanMethods = false)
class Housekeeping {
    private static final Duration EVERY = Duration.ofHours(6);
    private static final Duration LOGINS_KEPT = Duration.ofDays(30);
    private static final Duration LINKS_KEPT = Duration.ofDays(2);
    private static final Duration MAILS_KEPT = Duration.ofDays(90);

    @Bean
    RecurringTask<Void> identityHousekeeping(JdbcClient jdbc, InstantSource clock) {
        return Tasks.recurring("identity-housekeeping", FixedDelay.of(EVERY)).execute((instance, context) -> {
            Instant now = clock.instant();
            delete(jdbc, "DELETE FROM sessions WHERE LEAST(expires_at, revoked_at) < :before", now.minus(LOGINS_KEPT));
            delete(jdbc, "DELETE FROM email_verifications WHERE expires_at < :before", now.minus(LINKS_KEPT));
            delete(jdbc, "DELETE FROM mails WHERE created_at < :before", now.minus(MAILS_KEPT));
        });
    }

    private static void delete(JdbcClient jdbc, String statement, Instant before) {
        jdbc.sql(statement).param("before", Timestamp.from(before)).update();
    }
}
