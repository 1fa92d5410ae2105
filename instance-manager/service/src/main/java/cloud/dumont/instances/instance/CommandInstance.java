package cloud.dumont.instances.instance;

import cloud.dumont.instances.action.Action;
import cloud.dumont.instances.action.ActionType;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.action.Progress;
import cloud.dumont.instances.instance.InstanceRefusal.Loss;
import cloud.dumont.instances.placement.DatabaseClock;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What users ask of their machines; each method runs inside a transaction, on a locked machine. */
@Component
public class CommandInstance {
    private final Instances instances;
    private final Actions actions;
    private final LeaveBox leaveBox;
    private final DatabaseClock paidTime;
    private final InstantSource clock;

    CommandInstance(
            Instances instances, Actions actions, LeaveBox leaveBox, DatabaseClock paidTime, InstantSource clock) {
        this.instances = instances;
        this.actions = actions;
        this.leaveBox = leaveBox;
        this.paidTime = paidTime;
        this.clock = clock;
    }

    /**
     * Gives the box back, after a final backup unless the user can do without. The user pays until now if it goes.
     *
     * @throws RefusedException {@code instance_busy}, {@code invalid_state}, {@code data_loss_not_accepted}
     */
    public void stop(Instance instance, ActionId action, Parting parting, Origin origin) {
        refuseUnless(instance, Command.STOP);
        Optional<InstanceState.Served> served = leaveBox.served(instance);
        boolean saves = parting.finalBackup() && leaveBox.canSave(instance);
        // What a lost box had not saved is lost already.
        if (served.isPresent() && !saves && !parting.acceptDataLoss()) {
            throw new RefusedException(new InstanceRefusal.DataLossNotAccepted(loss(instance, parting)));
        }
        Instant now = clock.instant();
        actions.begin(action, instance.user(), instance.id(), ActionType.STOP, now);
        Reason why = ReasonCode.STOP_REQUESTED.reason(now, origin.actor());
        if (saves && served.isPresent()) {
            leaveBox.afterFinalBackup(instance, served.get(), parting, FinalBackup.Then.STOP, why, origin);
        } else {
            leaveBox.stop(instance, why, EndReason.STOPPED, paidTime.now(), origin);
        }
    }

    private Loss loss(Instance instance, Parting parting) {
        if (!parting.finalBackup()) {
            return Loss.SINCE_LAST_BACKUP;
        }
        return leaveBox.isComingBack(instance) ? Loss.WHILE_COMING_BACK : Loss.NO_BACKUPS;
    }

    /** @param spec what to rent now; money for it is set aside already */
    public void start(Instance instance, ActionId action, RentalSpec spec, Origin origin) {
        refuseIfBusy(instance);
        if (!(instance.state() instanceof InstanceState.Startable startable)) {
            throw invalid(instance);
        }
        Instant now = clock.instant();
        actions.begin(action, instance.user(), instance.id(), ActionType.START, now);
        instance.want(Desired.RUNNING);
        instance.respecify(spec);
        instance.become(
                startable.start(ReasonCode.START_REQUESTED.reason(now, origin.actor()), LaunchCycle.start(now)));
        instances.save(instance, origin, now);
    }

    public void reboot(Instance instance, ActionId action, Origin origin) {
        refuseIfBusy(instance);
        if (!Command.REBOOT.isAllowedIn(instance.state())
                || !(instance.state() instanceof InstanceState.Restartable restartable)) {
            throw invalid(instance);
        }
        Instant now = clock.instant();
        actions.begin(action, instance.user(), instance.id(), ActionType.REBOOT, now);
        instance.become(
                restartable.reboot(ReasonCode.REBOOT_REQUESTED.reason(now, origin.actor()), new Reboot(now, null)));
        instances.save(instance, origin, now);
    }

    /** Looks for a GPU at once. When there is none, the search goes on by itself. */
    public void comeBack(Instance instance, ActionId action, Origin origin) {
        refuseIfBusy(instance);
        if (!(instance.state() instanceof InstanceState.OnStandby standby)) {
            throw new RefusedException(new InstanceRefusal.NotOnStandby());
        }
        if (!Command.RETURN.isAllowedIn(standby)) {
            throw invalid(instance);
        }
        Instant now = clock.instant();
        actions.begin(action, instance.user(), instance.id(), ActionType.RETURN, now);
        instance.become(standby.hurry());
        instances.save(instance, origin, now);
    }

    /**
     * Always wins: whatever else is going on is cancelled. What serves saves everything first if it can and the user wants it;
     * asking again without that destroys at once. Repeating the same changes nothing.
     */
    public void destroy(Instance instance, ActionId action, Parting parting, Origin origin) {
        Optional<InstanceState.Served> served = leaveBox.served(instance);
        boolean saves = parting.finalBackup() && served.isPresent() && leaveBox.canSave(instance);
        if (!(instance.state() instanceof InstanceState.Destroyable) || (saves && isBeingDestroyed(served.get()))) {
            return;
        }
        Instant now = clock.instant();
        actions.running(instance.id())
                .ifPresent(running -> actions.record(running.id(), new Progress.Cancelled(), now));
        actions.begin(action, instance.user(), instance.id(), ActionType.DESTROY, now);
        Reason why = ReasonCode.DESTROY_REQUESTED.reason(now, origin.actor());
        if (saves) {
            leaveBox.afterFinalBackup(instance, served.get(), parting, FinalBackup.Then.DESTROY, why, origin);
        } else {
            leaveBox.destroy(instance, why, paidTime.now(), Duration.ofDays(parting.keepDays()), origin);
        }
    }

    private static boolean isBeingDestroyed(InstanceState.Served served) {
        FinalBackup running = served.finalBackup();
        return running != null && running.then() == FinalBackup.Then.DESTROY;
    }

    /** For a look before anything slow is done; the command itself looks again. */
    public void refuseUnless(Instance instance, Command command) {
        refuseIfBusy(instance);
        if (!command.isAllowedIn(instance.state())) {
            throw invalid(instance);
        }
    }

    private void refuseIfBusy(Instance instance) {
        Optional<Action> running = actions.running(instance.id());
        if (running.isPresent()) {
            throw new RefusedException(
                    new InstanceRefusal.InstanceBusy(running.get().id()));
        }
    }

    private static RefusedException invalid(Instance instance) {
        return new RefusedException(
                new InstanceRefusal.InvalidState(instance.status(), Command.allowedIn(instance.state())));
    }
}
