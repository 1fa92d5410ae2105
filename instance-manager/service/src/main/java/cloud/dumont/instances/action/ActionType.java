package cloud.dumont.instances.action;

import java.util.Arrays;
import java.util.Locale;

public enum ActionType {
    CREATE,
    STOP,
    START,
    REBOOT,
    DESTROY;

    /** As in the API, e.g. {@code instance.create}. */
    public String word() {
        return "instance." + name().toLowerCase(Locale.ROOT);
    }

    static ActionType of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow();
    }
}
