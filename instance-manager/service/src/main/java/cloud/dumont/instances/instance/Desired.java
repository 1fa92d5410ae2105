package cloud.dumont.instances.instance;

import java.util.Locale;

/** What the user wants of the machine in the end, whatever it is now. */
public enum Desired {
    RUNNING,
    STOPPED,
    DESTROYED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
