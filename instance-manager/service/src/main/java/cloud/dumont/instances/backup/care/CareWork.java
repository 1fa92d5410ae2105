package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Work;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.observability.LogKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Cares for one workspace. The chores of a workspace come one after the other, so collecting and copying never meet; one that
 * fails does not keep the others from being done.
 */
@Component
class CareWork implements Work {
    private static final Logger log = LoggerFactory.getLogger(CareWork.class);
    private static final Duration NO_PLACE = Duration.ofSeconds(2);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
    private final DueWork dueWork;
    private final Workspaces workspaces;
    private final HeadWriter heads;
    private final SecondCopy copy;
    private final Tidying tidying;
    private final Deletion deletion;
    private final ChoreAges ages;
    private final Semaphore places;
    private final InstantSource clock;

    CareWork(
            DueWork dueWork,
            Workspaces workspaces,
            HeadWriter heads,
            SecondCopy copy,
            Tidying tidying,
            Deletion deletion,
            ChoreAges ages,
            CareConfig config,
            InstantSource clock) {
        this.dueWork = dueWork;
        this.workspaces = workspaces;
        this.heads = heads;
        this.copy = copy;
        this.tidying = tidying;
        this.deletion = deletion;
        this.ages = ages;
        this.places = new Semaphore(config.atOnce());
        this.clock = clock;
    }

    @Override
    public Queue queue() {
        return Queue.KEEP;
    }

    @Override
    public Next step(String key) {
        // The worklist is everybody's: a slow store must not take all of its threads.
        if (!places.tryAcquire()) {
            return Next.after(NO_PLACE);
        }
        try {
            return care(InstanceId.parse(key));
        } finally {
            places.release();
        }
    }

    private Next care(InstanceId instance) {
        Optional<Due> due = dueWork.of(instance, clock.instant());
        if (due.isEmpty()) {
            return Next.done();
        }
        Workspace workspace = workspaces.find(instance).orElseThrow();
        Duration pause = null;
        for (Chore chore : due.get().chores()) {
            Duration again = tryTo(chore, workspace);
            pause = again == null || (pause != null && pause.compareTo(again) < 0) ? pause : again;
        }
        return pause == null ? Next.done() : Next.after(pause);
    }

    /** @return when there is more to do; null: nothing */
    private @Nullable Duration tryTo(Chore chore, Workspace workspace) {
        Instant now = clock.instant();
        try {
            Optional<Duration> again = switch (chore) {
                case HEAD -> heads.write(workspace);
                case COPY -> copy.run(workspace, now);
                case TIDY -> tidying.run(workspace, now);
                case DELETION -> deletion.go(workspace, now);
                case VERIFICATION, FORGETTING, WATCH -> Optional.empty();
            };
            ages.done(chore);
            return again.orElse(null);
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue(LogKeys.MACHINE, workspace.instance())
                    .addKeyValue("chore", chore.word())
                    .setCause(e)
                    .log("a workspace could not be cared for; it will be tried again");
            return AFTER_FAILURE;
        }
    }
}
