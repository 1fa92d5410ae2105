package cloud.dumont.billing.wallet;

import cloud.dumont.kernel.UserId;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * One timer per wallet, set in the transaction of the change. It may go off early (a wallet that got money is simply looked
 * at), never late: a timer that is just going off cannot be moved, but its own last step reads the new time under the
 * wallet's lock.
 */
@Component
public class ExhaustionTimer {
    public static final TaskDescriptor<Void> TASK = TaskDescriptor.of("wallet-exhaustion");
    private static final Logger log = LoggerFactory.getLogger(ExhaustionTimer.class);

    private final ObjectProvider<SchedulerClient> scheduler;

    ExhaustionTimer(ObjectProvider<SchedulerClient> scheduler) {
        this.scheduler = scheduler;
    }

    void set(UserId user, Instant at) {
        try {
            scheduler
                    .getObject()
                    .schedule(TASK.instance(user.text()).build(), at, ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
        } catch (TaskInstanceCurrentlyExecutingException e) {
            log.atDebug().addKeyValue("user_id", user).log("the timer is going off and will read the new time itself");
        }
    }
}
