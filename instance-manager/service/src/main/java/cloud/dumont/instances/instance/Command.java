package cloud.dumont.instances.instance;

import java.util.List;
import java.util.Locale;

/** What a user can ask of a machine. */
public enum Command {
    STOP,
    START,
    REBOOT,
    /** to another place, though its box is well */
    FAILOVER,
    /** from a standby to a GPU, at once */
    RETURN,
    /** rehearses a failover beside the machine */
    DRILL,
    DESTROY;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In the order of the API's documentation. */
    public static List<Command> allowedIn(InstanceState state) {
        return java.util.Arrays.stream(values())
                .filter(command -> command.isAllowedIn(state))
                .toList();
    }

    public boolean isAllowedIn(InstanceState state) {
        return switch (this) {
            case STOP -> state instanceof InstanceState.Stoppable && !isLeaving(state);
            case START -> state instanceof InstanceState.Startable;
            case REBOOT -> state instanceof InstanceState.Restartable && !isLeaving(state) && !isOnStandby(state);
            case FAILOVER -> state instanceof InstanceState.Restartable && !isLeaving(state) && !isOnStandby(state);
            case RETURN ->
                state instanceof InstanceState.OnStandby standby
                        && standby.journey() instanceof ReturnJourney.Searching
                        && !isLeaving(state);
            case DRILL -> state instanceof InstanceState.Running && !isLeaving(state);
            case DESTROY -> state instanceof InstanceState.Destroyable;
        };
    }

    private static boolean isOnStandby(InstanceState state) {
        return state instanceof InstanceState.Served served && served.serving().isStandby();
    }

    private static boolean isLeaving(InstanceState state) {
        return state instanceof InstanceState.Served served && served.finalBackup() != null;
    }
}
