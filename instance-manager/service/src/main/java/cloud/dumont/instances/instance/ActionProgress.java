package cloud.dumont.instances.instance;

import cloud.dumont.instances.action.ActionType;
import cloud.dumont.instances.action.Progress;
import java.util.Optional;

/** An action has no life of its own: how far it is, its machine's state tells. */
final class ActionProgress {
    private static final int REQUESTED = 5;
    private static final int LAUNCHING = 20;
    private static final int BOOTING = 50;
    private static final int ENROLLED = 80;

    private ActionProgress() {}

    static Progress of(ActionType type, InstanceState state) {
        return switch (type) {
            case CREATE, START -> towardsRunning(state);
            case FAILOVER -> movingAway(state);
            case RETURN -> returning(state);
            case STOP -> towardsStopped(state);
            case DESTROY -> towardsDestroyed(state);
            case REBOOT -> rebooting(state);
            case DRILL, SNAPSHOT, RESTORE, VERIFY ->
                throw new IllegalArgumentException(type.word() + " follows no state");
        };
    }

    private static Progress towardsRunning(InstanceState state) {
        return switch (state) {
            case InstanceState.Requested requested -> new Progress.Going(REQUESTED, "requested");
            case InstanceState.Launching launching -> new Progress.Going(LAUNCHING, "launching");
            case InstanceState.Booting booting ->
                booting.reason().code().equals(ReasonCode.ENROLLED.word())
                        ? new Progress.Going(ENROLLED, "checking")
                        : new Progress.Going(BOOTING, "booting");
            case InstanceState.Served served -> new Progress.Succeeded();
            case InstanceState.FailingOver moving -> new Progress.Succeeded();
            case InstanceState.Failed failed ->
                new Progress.Failed(failed.reason().code(), failed.reason().detail());
            case InstanceState.Stopping stopping -> new Progress.Cancelled();
            case InstanceState.Stopped stopped -> new Progress.Cancelled();
            case InstanceState.Destroying destroying -> new Progress.Cancelled();
            case InstanceState.Destroyed destroyed -> new Progress.Cancelled();
        };
    }

    private static Progress movingAway(InstanceState state) {
        return switch (state) {
            case InstanceState.FailingOver moving -> movingAway(moving);
            case InstanceState.Served served -> saving(served).orElseGet(Progress.Succeeded::new);
            case InstanceState.Requested requested -> new Progress.Cancelled();
            case InstanceState.Launching launching -> new Progress.Cancelled();
            case InstanceState.Booting booting -> new Progress.Cancelled();
            case InstanceState.Stopping stopping -> new Progress.Cancelled();
            case InstanceState.Stopped stopped -> new Progress.Cancelled();
            case InstanceState.Failed failed -> new Progress.Cancelled();
            case InstanceState.Destroying destroying -> new Progress.Cancelled();
            case InstanceState.Destroyed destroyed -> new Progress.Cancelled();
        };
    }

    private static Progress movingAway(InstanceState.FailingOver moving) {
        String step = moving.status().word();
        return switch (moving.journey()) {
            case Journey.Choosing choosing ->
                // Nothing that was asked for may block the machine for as long as there is no place.
                choosing.wasInVain()
                        ? new Progress.Failed("no_capacity", moving.reason().detail())
                        : new Progress.Going(LAUNCHING, step);
            case Journey.Buying buying -> new Progress.Going(LAUNCHING, step);
            case Journey.Activating activating -> new Progress.Going(BOOTING, step);
            case Journey.Starting starting -> new Progress.Going(BOOTING, step);
            case Journey.Restoring restoring -> new Progress.Going(ENROLLED, step);
        };
    }

    private static Progress returning(InstanceState state) {
        return switch (state) {
            case InstanceState.OnStandby standby
            when wasInVain(standby.journey()) ->
                new Progress.Failed(
                        "no_offer_matches", "No GPU that fits is for rent now; the search goes on by itself.");
            case InstanceState.OnStandby standby ->
                new Progress.Going(step(standby.journey()), standby.status().word());
            case InstanceState.FailingOver moving
            when moving.status() == Status.FAILING_OVER ->
                new Progress.Failed(
                        "return_failed", "The GPU box did not come up; the machine goes to a standby again.");
            case InstanceState.FailingOver moving ->
                new Progress.Going(ENROLLED, moving.status().word());
            case InstanceState.Served served -> new Progress.Succeeded();
            default -> new Progress.Cancelled();
        };
    }

    /** Nothing that was asked for may block the machine for as long as there is no GPU. */
    private static boolean wasInVain(ReturnJourney journey) {
        return journey instanceof ReturnJourney.Searching searching && searching.looks() > 0;
    }

    private static int step(ReturnJourney journey) {
        return switch (journey) {
            case ReturnJourney.Searching searching -> REQUESTED;
            case ReturnJourney.Buying buying -> LAUNCHING;
            case ReturnJourney.Starting starting -> BOOTING;
            case ReturnJourney.Ready ready -> ENROLLED;
            case ReturnJourney.Freezing freezing -> ENROLLED;
        };
    }

    private static Progress towardsStopped(InstanceState state) {
        return switch (state) {
            case InstanceState.Served served -> saving(served).orElseGet(Progress.Cancelled::new);
            case InstanceState.Stopping stopping -> new Progress.Going(BOOTING, "releasing");
            case InstanceState.Stopped stopped -> new Progress.Succeeded();
            case InstanceState.Requested requested -> new Progress.Cancelled();
            case InstanceState.Launching launching -> new Progress.Cancelled();
            case InstanceState.Booting booting -> new Progress.Cancelled();
            case InstanceState.FailingOver moving -> new Progress.Cancelled();
            case InstanceState.Failed failed -> new Progress.Cancelled();
            case InstanceState.Destroying destroying -> new Progress.Cancelled();
            case InstanceState.Destroyed destroyed -> new Progress.Cancelled();
        };
    }

    private static Progress towardsDestroyed(InstanceState state) {
        if (state instanceof InstanceState.Destroyed) {
            return new Progress.Succeeded();
        }
        Progress releasing = new Progress.Going(BOOTING, "releasing");
        return state instanceof InstanceState.Served served ? saving(served).orElse(releasing) : releasing;
    }

    /** How a machine stands that is to be given back after its final backup. */
    private static Optional<Progress> saving(InstanceState.Served served) {
        if (served.finalBackup() != null) {
            return Optional.of(new Progress.Going(LAUNCHING, "final_backup"));
        }
        return served.reason().code().equals(ReasonCode.FINAL_BACKUP_FAILED.word())
                ? Optional.of(new Progress.Failed(
                        ReasonCode.FINAL_BACKUP_FAILED.word(), served.reason().detail()))
                : Optional.empty();
    }

    private static Progress rebooting(InstanceState state) {
        if (!(state instanceof InstanceState.Served served)) {
            return new Progress.Cancelled();
        }
        if (served.reboot() != null) {
            return new Progress.Going(BOOTING, "rebooting");
        }
        return served.reason().code().equals(ReasonCode.REBOOT_FAILED.word())
                ? new Progress.Failed("provider_unavailable", served.reason().detail())
                : new Progress.Succeeded();
    }
}
