package cloud.dumont.instances.drill;

import cloud.dumont.instances.action.ActionType;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.backup.FilesProved;
import cloud.dumont.instances.instance.Command;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceRefusal;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Worklist;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.DrillId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Takes the wish for a drill; inside a transaction, on a locked machine. The machine itself is not touched. */
@Component
public class RequestDrill {
    private static final Duration DAY = Duration.ofHours(24);
    private final Drills drills;
    private final FilesProved files;
    private final Standbys standbys;
    private final Actions actions;
    private final Worklist worklist;
    private final DrillConfig config;
    private final Ids ids;
    private final InstantSource clock;

    RequestDrill(
            Drills drills,
            FilesProved files,
            Standbys standbys,
            Actions actions,
            Worklist worklist,
            DrillConfig config,
            Ids ids,
            InstantSource clock) {
        this.drills = drills;
        this.files = files;
        this.standbys = standbys;
        this.actions = actions;
        this.worklist = worklist;
        this.config = config;
        this.ids = ids;
        this.clock = clock;
    }

    /** @throws RefusedException {@link DrillRefusal}, {@code invalid_state} */
    public DrillId request(Instance instance, ActionId action, Drill.Trigger trigger) {
        Instant now = clock.instant();
        if (!Command.DRILL.isAllowedIn(instance.state())) {
            throw new RefusedException(
                    new InstanceRefusal.InvalidState(instance.status(), Command.allowedIn(instance.state())));
        }
        if (standbys.places(instance.standby(), List.of()).isEmpty()) {
            throw new RefusedException(new DrillRefusal.NoStandby());
        }
        if (!files.isAnythingSaved(instance.id())) {
            throw new RefusedException(new DrillRefusal.NothingSaved());
        }
        if (trigger == Drill.Trigger.USER) {
            refuseBeyondLimit(instance, now);
        }
        DrillId id = ids.next(DrillId::new);
        if (!drills.begin(id, instance.id(), instance.user(), action, trigger, now)) {
            throw new RefusedException(new DrillRefusal.Running());
        }
        actions.begin(action, instance.user(), instance.id(), ActionType.DRILL, now);
        worklist.wakeAfterCommit(Queue.DRILL, id.text());
        return id;
    }

    private void refuseBeyondLimit(Instance instance, Instant now) {
        List<Instant> asked = drills.asked(instance.id(), now.minus(DAY));
        if (asked.size() >= config.perDay()) {
            throw new RefusedException(new DrillRefusal.Limit(
                    config.perDay(), asked.get(config.perDay() - 1).plus(DAY)));
        }
    }
}
