package cloud.dumont.instances.instance;

import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a machine stands, with exactly the data that belongs to it. A transition is a method of the states that allow it,
 * so a wrong one does not compile. {@code docs/instance-life.md} has the table; a test compares.
 */
public sealed interface InstanceState {
    Status status();

    Reason reason();

    sealed interface Launchable extends InstanceState {
        Launching launch(Reason why, LaunchCycle cycle);
    }

    sealed interface Destroyable extends InstanceState {
        Destroying destroy(Reason why);
    }

    sealed interface Stoppable extends InstanceState {
        Stopping stop(Reason why);
    }

    sealed interface Startable extends InstanceState {
        Launching start(Reason why, LaunchCycle cycle);
    }

    sealed interface Restartable extends InstanceState {
        InstanceState reboot(Reason why, @Nullable Reboot reboot);
    }

    /** Something serves, and is paid for. */
    sealed interface Served extends Stoppable, Destroyable {
        Serving serving();

        @Nullable
        Reboot reboot();

        /** What is to be saved before the box goes; null: it stays. */
        @Nullable
        FinalBackup finalBackup();

        Served save(Reason why, @Nullable FinalBackup finalBackup);

        Served moved(Serving serving);

        /** The box is lost. From here on it is nobody's. */
        default FailingOver failOver(Reason why, Journey.Wish wish) {
            return new FailingOver(why, Journey.begin(why.since(), wish));
        }
    }

    record Requested(Reason reason, LaunchCycle cycle) implements Launchable, Destroyable {
        @Override
        public Status status() {
            return Status.REQUESTED;
        }

        @Override
        public Launching launch(Reason why, LaunchCycle cycle) {
            return new Launching(why, cycle, null);
        }

        @Override
        public Destroying destroy(Reason why) {
            return new Destroying(why);
        }
    }

    /** @param placement for which offers are tried; null before the first one */
    record Launching(
            Reason reason, LaunchCycle cycle, @Nullable PlacementId placement)
            implements Launchable, Destroyable, Hunt.Buyer {
        @Override
        public Status status() {
            return Status.LAUNCHING;
        }

        @Override
        public Launching launch(Reason why, LaunchCycle cycle) {
            return new Launching(why, cycle, placement);
        }

        public Launching into(PlacementId place, Reason why, LaunchCycle cycle) {
            return new Launching(why, cycle, place);
        }

        public Booting rented(PlacementId place, Reason why) {
            return new Booting(why, cycle, place);
        }

        public Failed giveUp(Reason why) {
            return new Failed(why);
        }

        @Override
        public Destroying destroy(Reason why) {
            return new Destroying(why);
        }
    }

    record Booting(Reason reason, LaunchCycle cycle, PlacementId placement) implements Destroyable, Hunt.Starter {
        @Override
        public Status status() {
            return Status.BOOTING;
        }

        public Booting explain(Reason why) {
            return new Booting(why, cycle, placement);
        }

        public Booting held(Instant now) {
            return new Booting(reason, cycle.held(now), placement);
        }

        public Launching refuse(Reason why, LaunchCycle cycle) {
            return new Launching(why, cycle, null);
        }

        public Running pass(Reason why, Serving serving) {
            return new Running(why, serving, null);
        }

        @Override
        public Destroying destroy(Reason why) {
            return new Destroying(why);
        }
    }

    record Running(
            Reason reason,
            Serving serving,
            @Nullable Reboot reboot,
            @Nullable FinalBackup finalBackup) implements Served, Restartable {
        public Running(Reason reason, Serving serving, @Nullable Reboot reboot) {
            this(reason, serving, reboot, null);
        }

        @Override
        public Status status() {
            return Status.RUNNING;
        }

        public Suspect suspect(Reason why) {
            return new Suspect(why, serving, reboot, finalBackup);
        }

        @Override
        public Running reboot(Reason why, @Nullable Reboot reboot) {
            return new Running(why, serving, reboot, finalBackup);
        }

        @Override
        public Running moved(Serving serving) {
            return new Running(reason, serving, reboot, finalBackup);
        }

        @Override
        public Running save(Reason why, @Nullable FinalBackup finalBackup) {
            return new Running(why, serving, reboot, finalBackup);
        }

        @Override
        public Stopping stop(Reason why) {
            return new Stopping(why);
        }

        @Override
        public Destroying destroy(Reason why) {
            return new Destroying(why);
        }
    }

    record Suspect(
            Reason reason,
            Serving serving,
            @Nullable Reboot reboot,
            @Nullable FinalBackup finalBackup) implements Served, Restartable {
        public Suspect(Reason reason, Serving serving, @Nullable Reboot reboot) {
            this(reason, serving, reboot, null);
        }

        @Override
        public Status status() {
            return Status.SUSPECT;
        }

        public Served clear(Reason why) {
            return serving.isStandby()
                    ? new OnStandby(why, serving, finalBackup, ReturnJourney.begin(why.since()))
                    : new Running(why, serving, reboot, finalBackup);
        }

        @Override
        public Suspect reboot(Reason why, @Nullable Reboot reboot) {
            return new Suspect(why, serving, reboot, finalBackup);
        }

        @Override
        public Suspect moved(Serving serving) {
            return new Suspect(reason, serving, reboot, finalBackup);
        }

        @Override
        public Suspect save(Reason why, @Nullable FinalBackup finalBackup) {
            return new Suspect(why, serving, reboot, finalBackup);
        }

        @Override
        public Stopping stop(Reason why) {
            return new Stopping(why);
        }

        @Override
        public Destroying destroy(Reason why) {
            return new Destroying(why);
        }
    }

    /** The box is lost and its epoch over; the machine is on its way to another one. Nothing serves, nothing is paid for. */
    record FailingOver(Reason reason, Journey journey) implements Stoppable, Destroyable, Hunt.Buyer, Hunt.Starter {
        /** On its way to a GPU that was prepared beside a standby it is the end of a return. */
        @Override
        public Status status() {
            boolean returns = journey instanceof Journey.Restoring restoring
                    && restoring.target().kind() == Target.Kind.RETURN;
            return returns ? Status.RETURNING : Status.FAILING_OVER;
        }

        public FailingOver go(Journey next, Reason why) {
            return new FailingOver(why, next);
        }

        public Served arrive(Reason why, Serving serving) {
            return serving.isStandby()
                    ? new OnStandby(why, serving, null, ReturnJourney.begin(why.since()))
                    : new Running(why, serving, null);
        }

        @Override
        public Stopping stop(Reason why) {
            return new Stopping(why);
        }

        @Override
        public Destroying destroy(Reason why) {
            return new Destroying(why);
        }
    }

    /** A machine without a GPU serves in its place. @param journey back to one */
    record OnStandby(
            Reason reason, Serving serving, @Nullable FinalBackup finalBackup, ReturnJourney journey)
            implements Served, Hunt.Buyer, Hunt.Starter {
        @Override
        public Status status() {
            return journey instanceof ReturnJourney.Searching ? Status.ON_STANDBY : Status.RETURNING;
        }

        @Override
        public @Nullable Reboot reboot() {
            return null;
        }

        public Suspect suspect(Reason why) {
            return new Suspect(why, serving, null, finalBackup);
        }

        public OnStandby go(ReturnJourney next, Reason why) {
            return new OnStandby(why, serving, finalBackup, next);
        }

        /** Looks for a GPU at once. */
        public OnStandby hurry() {
            return new OnStandby(reason, serving, finalBackup, ((ReturnJourney.Searching) journey).hurried());
        }

        /** The standby is left for the candidate, which has the machine's last version to fetch. */
        public FailingOver leaveFor(Target target, Reason why) {
            // Its programs stand still since the freeze.
            Instant began = journey instanceof ReturnJourney.Freezing freezing ? freezing.since() : why.since();
            return new FailingOver(
                    why, Journey.begin(began).choose(target, why.since()).enrolled(why.since()));
        }

        @Override
        public OnStandby moved(Serving serving) {
            return new OnStandby(reason, serving, finalBackup, journey);
        }

        @Override
        public OnStandby save(Reason why, @Nullable FinalBackup finalBackup) {
            return new OnStandby(why, serving, finalBackup, journey);
        }

        @Override
        public Stopping stop(Reason why) {
            return new Stopping(why);
        }

        @Override
        public Destroying destroy(Reason why) {
            return new Destroying(why);
        }
    }

    record Stopping(Reason reason) implements Destroyable {
        @Override
        public Status status() {
            return Status.STOPPING;
        }

        public Stopped release(Reason why) {
            return new Stopped(why);
        }

        @Override
        public Destroying destroy(Reason why) {
            return new Destroying(why);
        }
    }

    record Stopped(Reason reason) implements Startable, Destroyable {
        @Override
        public Status status() {
            return Status.STOPPED;
        }

        @Override
        public Launching start(Reason why, LaunchCycle cycle) {
            return new Launching(why, cycle, null);
        }

        @Override
        public Destroying destroy(Reason why) {
            return new Destroying(why);
        }
    }

    record Failed(Reason reason) implements Startable, Destroyable {
        @Override
        public Status status() {
            return Status.FAILED;
        }

        @Override
        public Launching start(Reason why, LaunchCycle cycle) {
            return new Launching(why, cycle, null);
        }

        @Override
        public Destroying destroy(Reason why) {
            return new Destroying(why);
        }
    }

    record Destroying(Reason reason) implements InstanceState {
        @Override
        public Status status() {
            return Status.DESTROYING;
        }

        public Destroyed gone(Reason why) {
            return new Destroyed(why);
        }
    }

    record Destroyed(Reason reason) implements InstanceState {
        @Override
        public Status status() {
            return Status.DESTROYED;
        }
    }
}
