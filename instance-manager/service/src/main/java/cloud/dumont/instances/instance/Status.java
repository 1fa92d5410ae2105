package cloud.dumont.instances.instance;

import java.util.Locale;
import java.util.Optional;

/** The word for a state, as in the API. */
public enum Status {
    REQUESTED,
    LAUNCHING,
    BOOTING,
    RUNNING,
    SUSPECT,
    STOPPING,
    STOPPED,
    FAILED,
    DESTROYING,
    DESTROYED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Status> of(String word) {
        for (Status status : values()) {
            if (status.word().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
