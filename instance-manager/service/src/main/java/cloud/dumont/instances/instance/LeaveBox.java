package cloud.dumont.instances.instance;

import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.action.Progress;
import cloud.dumont.instances.backup.BackupConfig;
import cloud.dumont.instances.backup.BoxLeft;
import cloud.dumont.instances.backup.FinalBackups;
import cloud.dumont.instances.placement.DatabaseClock;
import cloud.dumont.kernel.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives up what serves a machine, at once or after a final backup. Inside a transaction, on a locked machine. What is saved is
 * never given up with it.
 */
@Component
public class LeaveBox {
    private final Instances instances;
    private final Actions actions;
    private final GiveBack giveBack;
    private final FinalBackups finalBackups;
    private final BoxLeft boxLeft;
    private final DatabaseClock paidTime;
    private final BackupConfig config;
    private final InstantSource clock;

    LeaveBox(
            Instances instances,
            Actions actions,
            GiveBack giveBack,
            FinalBackups finalBackups,
            BoxLeft boxLeft,
            DatabaseClock paidTime,
            BackupConfig config,
            InstantSource clock) {
        this.instances = instances;
        this.actions = actions;
        this.giveBack = giveBack;
        this.finalBackups = finalBackups;
        this.boxLeft = boxLeft;
        this.paidTime = paidTime;
        this.config = config;
        this.clock = clock;
    }

    /** Not while its files are still being brought back: all but what was made meanwhile is saved. */
    boolean canSave(Instance instance) {
        return finalBackups.isPossible(instance.id()) && !isComingBack(instance);
    }

    boolean isComingBack(Instance instance) {
        return finalBackups.isComingBack(instance.id(), instance.epoch());
    }

    /** Lets the box save everything first; the machine's own work goes on when that has ended. */
    void afterFinalBackup(
            Instance instance,
            InstanceState.Served served,
            Parting parting,
            FinalBackup.Then then,
            Reason why,
            Origin origin) {
        Instant now = clock.instant();
        Instant deadline = now.plus(parting.deadline());
        FinalBackup running = served.finalBackup();
        FinalBackup next = running != null
                ? running.thenDestroy(why, deadline, parting.acceptDataLoss(), parting.keepDays())
                : new FinalBackup(
                        finalBackups.order(instance.id(), served.serving().placement(), deadline, now),
                        then,
                        then == FinalBackup.Then.STOP ? EndReason.STOPPED : EndReason.DESTROYED,
                        why,
                        paidTime.now(),
                        deadline,
                        parting.acceptDataLoss(),
                        parting.keepDays(),
                        null);
        begin(instance, served, next, what(then), origin, now);
    }

    /** Lets the box save everything; then the machine goes elsewhere. It stays where it is if that does not succeed. */
    void beforeMove(Instance instance, InstanceState.Served served, Target.Kind where, Reason why, Origin origin) {
        Instant now = clock.instant();
        Instant deadline = now.plus(config.finalDeadline());
        String order = finalBackups.order(instance.id(), served.serving().placement(), deadline, now);
        FinalBackup next = FinalBackup.beforeMove(order, where, why, paidTime.now(), deadline);
        begin(instance, served, next, what(FinalBackup.Then.MOVE), origin, now);
    }

    /** The money is used up: the box saves what it can in a short time, and goes. */
    void exhausted(Instance instance, InstanceState.Served served, Origin origin) {
        Instant now = clock.instant();
        Reason why = ReasonCode.BALANCE_EXHAUSTED.reason(now, cloud.dumont.events.Actor.system("billing"));
        FinalBackup running = served.finalBackup();
        if (running == null && !canSave(instance)) {
            stop(instance, why, EndReason.BALANCE, paidTime.now(), origin);
            return;
        }
        Instant deadline = now.plus(config.balanceDeadline());
        int keep = days(config.keepDestroyed());
        FinalBackup next = running != null
                ? running.then() == FinalBackup.Then.MOVE
                        ? running.thenStop(EndReason.BALANCE, why, deadline, keep)
                        : running.hurried(deadline)
                : new FinalBackup(
                        finalBackups.order(instance.id(), served.serving().placement(), deadline, now),
                        FinalBackup.Then.STOP,
                        EndReason.BALANCE,
                        why,
                        null,
                        deadline,
                        true,
                        keep,
                        null);
        begin(instance, served, next, "The balance is used up", origin, now);
    }

    private void begin(
            Instance instance, InstanceState.Served served, FinalBackup next, String what, Origin origin, Instant now) {
        instance.want(
                switch (next.then()) {
                    case STOP -> Desired.STOPPED;
                    case DESTROY -> Desired.DESTROYED;
                    case MOVE -> Desired.RUNNING;
                });
        instance.become(served.save(ReasonCode.FINAL_BACKUP.reason(now, origin.actor(), Map.of("what", what)), next));
        instances.save(instance, origin, now);
    }

    private static String what(FinalBackup.Then then) {
        return switch (then) {
            case STOP -> "Stop was requested";
            case DESTROY -> "Destroy was requested";
            case MOVE -> "A move was requested";
        };
    }

    /** What was to follow the final backup. */
    public void follow(Instance instance, FinalBackup backup, Origin origin) {
        Instant paidUntil = backup.paidUntil();
        Instant closedAt = paidUntil == null ? paidTime.now() : paidUntil;
        switch (backup.then()) {
            case STOP -> stop(instance, since(backup.why()), backup.reason(), closedAt, origin);
            case DESTROY ->
                destroy(instance, since(backup.why()), closedAt, Duration.ofDays(backup.keepDays()), origin);
            case MOVE -> throw new IllegalStateException("where a machine moves is decided elsewhere");
        }
    }

    private Reason since(Reason why) {
        return new Reason(why.code(), why.params(), why.detail(), clock.instant(), why.actor());
    }

    /** The box goes on serving: its last backup did not come about. */
    public void stay(Instance instance, InstanceState.Served served, String detail, Origin origin) {
        Instant now = clock.instant();
        instance.want(Desired.RUNNING);
        instance.become(served.save(
                ReasonCode.FINAL_BACKUP_FAILED.reason(now, origin.actor(), Map.of("detail", detail)), null));
        instances.save(instance, origin, now);
    }

    /**
     * Ends a serving box for whatever reason; a machine that nothing serves stays as it is. A box that is lost while it was to
     * save for a destroy leads on to that.
     *
     * @param closedAt until when the user pays
     */
    public boolean stop(Instance instance, Reason why, EndReason reason, Instant closedAt, Origin origin) {
        return stop(instance, why, reason, closedAt, null, origin);
    }

    /** @param keepUntil the box is not killed before; null: at once */
    public boolean stop(
            Instance instance,
            Reason why,
            EndReason reason,
            Instant closedAt,
            @Nullable Instant keepUntil,
            Origin origin) {
        if (!(instance.state() instanceof InstanceState.Stoppable stoppable)) {
            return false;
        }
        boolean lost = reason == EndReason.LOST || reason == EndReason.VENDOR_STOP;
        FinalBackup unfinished = lost ? finalBackup(stoppable) : null;
        Instant paidUntil = unfinished == null ? null : unfinished.paidUntil();
        Instant closed = paidUntil == null || closedAt.isBefore(paidUntil) ? closedAt : paidUntil;
        if (unfinished != null && unfinished.then() == FinalBackup.Then.DESTROY) {
            destroy(instance, unfinished.why(), closed, Duration.ofDays(unfinished.keepDays()), origin);
            return true;
        }
        if (unfinished != null) {
            failAction(instance.id(), why);
        }
        instance.want(Desired.STOPPED);
        instance.become(stoppable.stop(why));
        instances.save(instance, origin, why.since());
        giveBack.everything(instance, reason, why.detail(), closed, keepUntil, origin, why.since());
        boxLeft.nothingServes(instance.id(), why.since());
        return true;
    }

    private static @Nullable FinalBackup finalBackup(InstanceState state) {
        return state instanceof InstanceState.Served served ? served.finalBackup() : null;
    }

    private void failAction(InstanceId id, Reason why) {
        actions.running(id)
                .ifPresent(running -> actions.record(
                        running.id(),
                        new Progress.Failed(ReasonCode.FINAL_BACKUP_FAILED.word(), why.detail()),
                        why.since()));
    }

    /** @param keep how long the files stay */
    void destroy(Instance instance, Reason why, Instant closedAt, Duration keep, Origin origin) {
        if (!(instance.state() instanceof InstanceState.Destroyable destroyable)) {
            return;
        }
        instance.want(Desired.DESTROYED);
        instance.become(destroyable.destroy(why));
        instances.save(instance, origin, why.since());
        giveBack.everything(instance, EndReason.DESTROYED, why.detail(), closedAt, origin, why.since());
        giveBack.nothingKept(instance);
        boxLeft.destroyed(instance.id(), why.since(), keep);
    }

    /** What applies when the user says nothing. */
    public Parting usual() {
        return new Parting(true, config.finalDeadline(), false, days(config.keepDestroyed()));
    }

    /** The fastest way, for who knows what is lost. */
    public Parting atOnce() {
        return new Parting(false, config.finalDeadline(), true, days(config.keepDestroyed()));
    }

    private static int days(Duration duration) {
        return (int) duration.toDays();
    }

    Optional<InstanceState.Served> served(Instance instance) {
        return instance.state() instanceof InstanceState.Served served ? Optional.of(served) : Optional.empty();
    }
}
