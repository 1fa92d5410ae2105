package cloud.dumont.sandbox.local;

import java.util.Locale;

/** How rented machines are isolated. */
public enum MachineMode {
    /** Namespaces where the machine gives them, else processes. */
    AUTO,
    NAMESPACE,
    PROCESS;

    public static MachineMode parse(String word) {
        for (MachineMode mode : values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(word)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("machines are auto, namespace or process, not " + word);
    }
}
