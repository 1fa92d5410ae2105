package cloud.dumont.instances.drill;

import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Worklist;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DrillTasks {
    @Bean
    Task<Void> beginScheduledDrills(ScheduledDrills scheduled, DrillConfig config) {
        return Tasks.recurring("begin-scheduled-drills", FixedDelay.of(config.scheduleEvery()))
                .execute((task, context) -> scheduled.begin());
    }

    /** A drill whose wake-up was lost goes on all the same. */
    @Bean
    Task<Void> resumeDrills(Drills drills, Worklist worklist, DrillConfig config) {
        return Tasks.recurring("resume-drills", FixedDelay.of(config.sweepEvery()))
                .execute((task, context) -> drills.open().forEach(id -> worklist.ensure(Queue.DRILL, id.text())));
    }
}
