package cloud.dumont.billing.metering;

import cloud.dumont.web.peer.PeerException;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The persistent task of metering. */
@Configuration(proxyBeanMethods = false)
class MeteringTasks {
    private static final Logger log = LoggerFactory.getLogger(MeteringTasks.class);

    @Bean
    Task<Void> sweepTask(
            Sweep sweep, InstantSource clock, @Value("${dumont.billing.metering.sweep-every:5m}") Duration every) {
        return Tasks.recurring("metering-sweep", FixedDelay.of(every)).execute((instance, context) -> {
            try {
                sweep.run(clock.instant());
            } catch (PeerException e) {
                log.atWarn().addKeyValue("failure", e.failure()).log("placements could not be compared, next time");
            }
        });
    }
}
