package cloud.dumont.instances.instance;

import cloud.dumont.instances.action.Action;
import cloud.dumont.instances.action.ActionType;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.action.Progress;
import cloud.dumont.instances.placement.DatabaseClock;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What users ask of their machines; each method runs inside a transaction, on a locked machine. */
@Component
public class CommandInstance {
    private final Instances instances;
    private final Actions actions;
    private final GiveBack giveBack;
    private final DatabaseClock paidTime;
    private final InstantSource clock;

    CommandInstance(
            Instances instances, Actions actions, GiveBack giveBack, DatabaseClock paidTime, InstantSource clock) {
        this.instances = instances;
        this.actions = actions;
        this.giveBack = giveBack;
        this.paidTime = paidTime;
        this.clock = clock;
    }

    /** The user pays until now. The box, and everything on its disk, goes back to its vendor. */
    public void stop(Instance instance, ActionId action, Origin origin) {
        refuseIfBusy(instance);
        if (!(instance.state() instanceof InstanceState.Stoppable)) {
            throw invalid(instance);
        }
        actions.begin(action, instance.user(), instance.id(), ActionType.STOP, clock.instant());
        stopBy(
                instance,
                ReasonCode.STOP_REQUESTED.reason(clock.instant(), origin.actor()),
                EndReason.STOPPED,
                paidTime.now(),
                origin);
    }

    /**
     * Ends a serving box for whatever reason; a machine that nothing serves stays as it is.
     *
     * @param closedAt until when the user pays
     */
    public boolean stopBy(Instance instance, Reason why, EndReason reason, Instant closedAt, Origin origin) {
        if (!(instance.state() instanceof InstanceState.Stoppable stoppable)) {
            return false;
        }
        instance.want(Desired.STOPPED);
        instance.become(stoppable.stop(why));
        instances.save(instance, origin, why.since());
        giveBack.everything(instance, reason, why.detail(), closedAt, origin, why.since());
        return true;
    }

    /** @param spec what to rent now; money for it is set aside already */
    public void start(Instance instance, ActionId action, RentalSpec spec, Origin origin) {
        refuseIfBusy(instance);
        if (!(instance.state() instanceof InstanceState.Stopped stopped)) {
            throw invalid(instance);
        }
        Instant now = clock.instant();
        actions.begin(action, instance.user(), instance.id(), ActionType.START, now);
        instance.want(Desired.RUNNING);
        instance.respecify(spec);
        instance.become(stopped.start(ReasonCode.START_REQUESTED.reason(now, origin.actor()), LaunchCycle.start(now)));
        instances.save(instance, origin, now);
    }

    public void reboot(Instance instance, ActionId action, Origin origin) {
        refuseIfBusy(instance);
        if (!(instance.state() instanceof InstanceState.Restartable restartable)) {
            throw invalid(instance);
        }
        Instant now = clock.instant();
        actions.begin(action, instance.user(), instance.id(), ActionType.REBOOT, now);
        instance.become(
                restartable.reboot(ReasonCode.REBOOT_REQUESTED.reason(now, origin.actor()), new Reboot(now, null)));
        instances.save(instance, origin, now);
    }

    /** Always wins: whatever else is going on is cancelled. Repeating changes nothing. */
    public void destroy(Instance instance, ActionId action, Origin origin) {
        if (!(instance.state() instanceof InstanceState.Destroyable destroyable)) {
            return;
        }
        Instant now = clock.instant();
        Instant closedAt = paidTime.now();
        actions.running(instance.id())
                .ifPresent(running -> actions.record(running.id(), new Progress.Cancelled(), now));
        actions.begin(action, instance.user(), instance.id(), ActionType.DESTROY, now);
        Reason why = ReasonCode.DESTROY_REQUESTED.reason(now, origin.actor());
        instance.want(Desired.DESTROYED);
        instance.become(destroyable.destroy(why));
        instances.save(instance, origin, now);
        giveBack.everything(instance, EndReason.DESTROYED, why.detail(), closedAt, origin, now);
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
