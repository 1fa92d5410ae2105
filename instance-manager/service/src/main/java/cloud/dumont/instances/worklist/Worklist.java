package cloud.dumont.instances.worklist;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Wakes work early. Nothing depends on a wake-up arriving: a sweep finds whatever has something to do and is not scheduled.
 */
@Component
public class Worklist {
    private static final Logger log = LoggerFactory.getLogger(Worklist.class);

    private final ObjectProvider<SchedulerClient> scheduler;
    private final InstantSource clock;
    private final ExecutorService waking = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> wokenWhileRunning = ConcurrentHashMap.newKeySet();

    public Worklist(ObjectProvider<SchedulerClient> scheduler, InstantSource clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** Wakes when the running transaction has committed; at once without one. */
    public void wakeAfterCommit(Queue queue, String key) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            wake(queue, key);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                // On another thread: this one still holds the finished transaction's connection.
                waking.execute(() -> wakeQuietly(queue, key));
            }
        });
    }

    private void wakeQuietly(Queue queue, String key) {
        try {
            wake(queue, key);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("key", key).setCause(e).log("work could not be woken; the sweep will");
        }
    }

    public void wake(Queue queue, String key) {
        wokenWhileRunning.add(flag(queue, key));
        try {
            schedule(queue, key, ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
        } catch (TaskInstanceCurrentlyExecutingException e) {
            log.atDebug().addKeyValue("key", key).log("work is running; it will run once more");
        }
    }

    /** Schedules what is not scheduled at all; leaves alone what is. */
    public void ensure(Queue queue, String key) {
        schedule(queue, key, ScheduleOptions.WHEN_EXISTS_DO_NOTHING);
    }

    /** A process without a scheduler of its own leaves the work to the sweep of another one. */
    private void schedule(Queue queue, String key, ScheduleOptions options) {
        SchedulerClient client = scheduler.getIfAvailable();
        if (client != null) {
            client.schedule(new TaskInstance<Void>(queue.taskName(), key), clock.instant(), options);
        }
    }

    void begins(Queue queue, String key) {
        wokenWhileRunning.remove(flag(queue, key));
    }

    boolean wasWokenMeanwhile(Queue queue, String key) {
        return wokenWhileRunning.remove(flag(queue, key));
    }

    private static String flag(Queue queue, String key) {
        return queue.taskName() + "/" + key;
    }
}
