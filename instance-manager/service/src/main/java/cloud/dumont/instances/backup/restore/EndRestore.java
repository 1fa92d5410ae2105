package cloud.dumont.instances.backup.restore;

import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.events.Actor;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.action.Progress;
import cloud.dumont.instances.backup.BackupFacts;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Worklist;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.RestoreId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes what boxes say about their restores, and ends them. */
@Component
public class EndRestore {
    /** Of a machine that waits for its files. */
    private static final Set<String> ON_ITS_WAY = Set.of("failing_over", "returning");

    private final Restores restores;
    private final Machines machines;
    private final Workspaces workspaces;
    private final Actions actions;
    private final BackupFacts facts;
    private final Worklist worklist;
    private final MeterRegistry meters;
    private final InstantSource clock;

    EndRestore(
            Restores restores,
            Machines machines,
            Workspaces workspaces,
            Actions actions,
            BackupFacts facts,
            Worklist worklist,
            MeterRegistry meters,
            InstantSource clock) {
        this.restores = restores;
        this.machines = machines;
        this.workspaces = workspaces;
        this.actions = actions;
        this.facts = facts;
        this.worklist = worklist;
        this.meters = meters;
        this.clock = clock;
    }

    /** May be repeated; what is said after the end changes nothing. */
    @Transactional
    public void report(PlacementId placement, RestoreReport report) {
        Machine machine = machines.holdOf(placement, report.epoch());
        Restore restore = find(report.id(), machine.id());
        Restore.State state = switch (report.phase()) {
            case RestoreReport.DONE -> Restore.State.DONE;
            case RestoreReport.FAILED -> Restore.State.FAILED;
            default -> Restore.State.RUNNING;
        };
        Instant now = clock.instant();
        if (!restores.report(restore.id(), report, state, now)) {
            return;
        }
        if (restore.start()
                && ON_ITS_WAY.contains(machine.status())
                && !report.phase().equals(restore.phase())) {
            worklist.wakeAfterCommit(Queue.FAILOVER, machine.id().text());
        }
        switch (state) {
            case DONE -> done(machine, restore, report, now);
            case FAILED -> failed(machine, restore, report, now);
            case WAITING, RUNNING, CANCELLED -> progress(restore, report, now);
        }
    }

    private Restore find(String id, InstanceId instance) {
        try {
            return restores.find(RestoreId.parse(id))
                    .filter(found -> found.instance().equals(instance))
                    .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(new CommonRefusal.NotFound());
        }
    }

    private void progress(Restore restore, RestoreReport report, Instant now) {
        ActionId action = restore.action();
        if (action != null) {
            long percent = report.bytesTotal() > 0 ? report.bytesDone() * 100 / report.bytesTotal() : 0;
            actions.record(
                    action,
                    new Progress.Going(
                            (int) Math.clamp(percent, 0, 99), report.phase().toLowerCase(Locale.ROOT)),
                    now);
        }
    }

    private void done(Machine machine, Restore restore, RestoreReport report, Instant now) {
        ActionId action = restore.action();
        if (action != null) {
            actions.succeed(
                    action,
                    Map.of("restore", restore.id().text(), "damaged_files", Long.toString(report.damagedFiles())),
                    now);
        }
        Duration took = Duration.between(restore.createdAt(), now);
        meters.timer("dumont.restore", "start", Boolean.toString(restore.start()))
                .record(took);
        tell(
                machine,
                restore,
                new BackupEvent.RestoreCompleted(
                        machine.id(),
                        restore.id(),
                        report.filesDone(),
                        report.bytesDone(),
                        took.toSeconds(),
                        report.damagedFiles()),
                now);
    }

    private void failed(Machine machine, Restore restore, RestoreReport report, Instant now) {
        String detail = report.problem() == null ? "The restore failed." : report.problem();
        ActionId action = restore.action();
        if (action != null) {
            actions.record(action, new Progress.Failed("restore_failed", detail), now);
        }
        tell(machine, restore, new BackupEvent.RestoreFailed(machine.id(), restore.id(), detail), now);
    }

    private void tell(Machine machine, Restore restore, BackupEvent event, Instant now) {
        workspaces.ordersChanged(machine.id());
        facts.tell(
                machine, event, new Actor(Actor.Kind.AGENT, restore.placement().text()), null, now);
    }

    /** The box that was to do it is the machine's no more. */
    void cancel(Restore restore, Instant now) {
        restores.cancel(restore.id(), now);
        ActionId action = restore.action();
        if (action != null) {
            actions.record(action, new Progress.Cancelled(), now);
        }
    }

    public void cancelAll(InstanceId instance, Instant now) {
        restores.goingOn(instance).ifPresent(restore -> cancel(restore, now));
    }
}
