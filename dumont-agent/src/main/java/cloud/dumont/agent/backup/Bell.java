package cloud.dumont.agent.backup;

import java.time.Duration;

/** Wakes the one thread that makes commits. What rings while that thread works is heard before it next waits. */
final class Bell {
    private long rung;

    synchronized void ring() {
        rung++;
        notifyAll();
    }

    /** How often it rang so far, for {@link #await}. */
    synchronized long rung() {
        return rung;
    }

    /** Waits until it rings once more than that, or for so long. */
    synchronized void await(long heard, Duration longest) throws InterruptedException {
        if (rung == heard) {
            wait(Math.max(1, longest.toMillis()));
        }
    }
}
