package cloud.dumont.agent.posix;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file descriptor that is closed once, however often {@link #close()} is called: a second close of the number
 * would hit somebody else's file.
 */
public final class Fd implements AutoCloseable {
    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    Fd(int number) {
        this.number = number;
    }

    /** @throws IllegalStateException after close */
    public int number() {
        if (closed.get()) {
            throw new IllegalStateException("descriptor used after its close");
        }
        return number;
    }

    public boolean isOpen() {
        return !closed.get();
    }

    /** Gives the number away: closing is the caller's from here on. */
    public int release() {
        int given = number();
        closed.set(true);
        return given;
    }

    /** What close reports is of no use here: data that must last was synced before. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Open.close(number);
        }
    }
}
