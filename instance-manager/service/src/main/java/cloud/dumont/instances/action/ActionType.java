package cloud.dumont.instances.action;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

public enum ActionType {
    CREATE("instance"),
    STOP("instance"),
    START("instance"),
    REBOOT("instance"),
    FAILOVER("instance"),
    RETURN("instance"),
    DESTROY("instance"),
    DRILL("instance"),
    SNAPSHOT("instance"),
    RESTORE("instance"),
    VERIFY("backup");

    private final String subject;

    ActionType(String subject) {
        this.subject = subject;
    }

    /** As in the API, e.g. {@code instance.create}. */
    public String word() {
        return subject + "." + name().toLowerCase(Locale.ROOT);
    }

    /** Whether it leads the machine into another state. Others may go on beside it, and are ended by who does them. */
    public boolean movesTheMachine() {
        return switch (this) {
            case CREATE, STOP, START, REBOOT, FAILOVER, RETURN, DESTROY -> true;
            case DRILL, SNAPSHOT, RESTORE, VERIFY -> false;
        };
    }

    static List<String> besideWords() {
        return Arrays.stream(values())
                .filter(type -> !type.movesTheMachine())
                .map(ActionType::word)
                .toList();
    }

    static ActionType of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow();
    }
}
