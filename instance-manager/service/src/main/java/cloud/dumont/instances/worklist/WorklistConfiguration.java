package cloud.dumont.instances.worklist;

import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the kinds of work onto db-scheduler. */
@Configuration(proxyBeanMethods = false)
class WorklistConfiguration {
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
    private static final Duration WOKEN = Duration.ofMillis(50);

    @Bean
    Task<Void> provisionTask(java.util.List<Work> work, Worklist worklist, InstantSource clock) {
        return task(find(work, Queue.PROVISION), worklist, clock);
    }

    @Bean
    Task<Void> failoverTask(java.util.List<Work> work, Worklist worklist, InstantSource clock) {
        return task(find(work, Queue.FAILOVER), worklist, clock);
    }

    @Bean
    Task<Void> drillTask(java.util.List<Work> work, Worklist worklist, InstantSource clock) {
        return task(find(work, Queue.DRILL), worklist, clock);
    }

    @Bean
    Task<Void> reclaimTask(java.util.List<Work> work, Worklist worklist, InstantSource clock) {
        return task(find(work, Queue.RECLAIM), worklist, clock);
    }

    @Bean
    Task<Void> keepTask(java.util.List<Work> work, Worklist worklist, InstantSource clock) {
        return task(find(work, Queue.KEEP), worklist, clock);
    }

    @Bean
    Task<Void> verifyTask(java.util.List<Work> work, Worklist worklist, InstantSource clock) {
        return task(find(work, Queue.VERIFY), worklist, clock);
    }

    private static Work find(java.util.List<Work> work, Queue queue) {
        return work.stream()
                .filter(candidate -> candidate.queue() == queue)
                .findFirst()
                .orElseThrow();
    }

    private static Task<Void> task(Work work, Worklist worklist, InstantSource clock) {
        Queue queue = work.queue();
        return Tasks.custom(queue.taskName(), Void.class)
                .onFailure((complete, operations) -> operations.reschedule(
                        complete, clock.instant().plus(retryAfter(complete.getExecution().consecutiveFailures))))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    worklist.begins(queue, instance.getId());
                    return completion(work.step(instance.getId()), queue, instance.getId(), worklist, clock);
                });
    }

    private static Duration retryAfter(int failuresBefore) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(failuresBefore, 5));
        return doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
    }

    private static CompletionHandler<Void> completion(
            Next next, Queue queue, String key, Worklist worklist, InstantSource clock) {
        return (complete, operations) -> {
            if (worklist.wasWokenMeanwhile(queue, key)) {
                operations.reschedule(complete, clock.instant().plus(WOKEN));
                return;
            }
            switch (next) {
                case Next.Done done -> operations.remove();
                case Next.After after ->
                    operations.reschedule(complete, clock.instant().plus(after.pause()));
            }
        };
    }

    @Bean
    DbSchedulerCustomizer worklistOnVirtualThreads() {
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        // A name of its own per process: after a restart the old one's work is dead at the next missed heartbeat.
        SchedulerName name = new SchedulerName.Fixed("worker-" + UUID.randomUUID());
        return new DbSchedulerCustomizer() {
            @Override
            public Optional<ExecutorService> executorService() {
                return Optional.of(workers);
            }

            @Override
            public Optional<SchedulerName> schedulerName() {
                return Optional.of(name);
            }
        };
    }

    @Bean
    Gauge worklistLength(JdbcClient jdbc, MeterRegistry meters) {
        return Gauge.builder(
                        "dumont.worklist.length",
                        () -> jdbc.sql("SELECT count(*) FROM scheduled_tasks")
                                .query(Double.class)
                                .single())
                .description("tasks in the worklist, due or not")
                .register(meters);
    }

    @Bean
    Gauge worklistOldestDue(JdbcClient jdbc, MeterRegistry meters) {
        return Gauge.builder(
                        "dumont.worklist.oldest.due.seconds",
                        () -> jdbc.sql("""
                                SELECT COALESCE(EXTRACT(EPOCH FROM now() - min(execution_time)), 0)::float8
                                  FROM scheduled_tasks WHERE NOT picked AND execution_time < now()
                                """).query(Double.class).single())
                .description("how long the oldest due task has been waiting")
                .register(meters);
    }
}
