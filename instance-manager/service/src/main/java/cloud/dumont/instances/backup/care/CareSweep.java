package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Worklist;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Puts every workspace that has something to do onto the worklist, unless it is there. */
@Component
class CareSweep {
    private static final Set<Chore> CHORES = EnumSet.of(Chore.HEAD, Chore.COPY, Chore.TIDY, Chore.DELETION);
    private final DueWork dueWork;
    private final Worklist worklist;
    private final ChoreAges ages;
    private final InstantSource clock;

    CareSweep(DueWork dueWork, Worklist worklist, ChoreAges ages, InstantSource clock) {
        this.dueWork = dueWork;
        this.worklist = worklist;
        this.ages = ages;
        this.clock = clock;
    }

    void pass() {
        List<Due> due = dueWork.all(clock.instant());
        due.forEach(each -> worklist.ensure(Queue.KEEP, each.instance().text()));
        for (Chore chore : CHORES) {
            if (due.stream().noneMatch(each -> each.chores().contains(chore))) {
                ages.done(chore);
            }
        }
    }
}
