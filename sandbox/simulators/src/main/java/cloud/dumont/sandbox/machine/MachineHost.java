package cloud.dumont.sandbox.machine;

import java.io.IOException;
import java.util.Optional;

/**
 * Runs the boxes that simulated vendors rent out. A box is known by vendor and ref (letters, digits, - and _, at most 64); its disk outlives its processes until
 * {@link #destroy}. Every method may be called from several threads; calls for one box arrive one after the other.
 */
public interface MachineHost {
    /**
     * Starts the box: its image's sshd and onstart script with the order's environment, on the disk that it had before
     * if it had one. Blocks until the processes are started, not until sshd answers. While the box runs, another start
     * of the same ref changes nothing and answers the running machine.
     *
     * @throws IOException when the box cannot be started; nothing is left running
     */
    Machine start(MachineOrder order) throws IOException;

    /** Kills every process of the box at once with no signal that it could catch; the disk is kept. Idempotent. */
    void kill(String vendor, String ref);

    /**
     * Presses the box's power button: it is asked to end, with no time limit. What its processes make of it is theirs; the
     * disk is kept, and {@link #stop} or {@link #kill} follows. Idempotent. A host that cannot ask does nothing.
     */
    default void softOff(String vendor, String ref) {}

    /** Stops the box in an orderly way (SIGTERM, then kill); the disk is kept. Idempotent. */
    void stop(String vendor, String ref);

    /** Kills the box and deletes its disk. Idempotent. */
    void destroy(String vendor, String ref);

    /** The box if it runs. */
    Optional<Machine> find(String vendor, String ref);
}
