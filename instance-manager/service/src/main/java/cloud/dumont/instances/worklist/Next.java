package cloud.dumont.instances.worklist;

import java.time.Duration;

/** What a step leaves to do. */
public sealed interface Next {
    /** Nothing, until somebody wakes the work again. */
    record Done() implements Next {}

    record After(Duration pause) implements Next {}

    static Next done() {
        return new Done();
    }

    static Next now() {
        return new After(Duration.ZERO);
    }

    static Next after(Duration pause) {
        return new After(pause);
    }
}
