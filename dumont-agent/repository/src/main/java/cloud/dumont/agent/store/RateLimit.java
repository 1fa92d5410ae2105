package cloud.dumont.agent.store;

import java.util.concurrent.TimeUnit;

/** At most so many bytes a second, over all who ask; may be changed any time. Thread-safe. */
public final class RateLimit {
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private volatile long bytesPerSecond;
    private long freeAt;

    /** @param bytesPerSecond 0: as fast as it goes */
    public RateLimit(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
        this.freeAt = System.nanoTime();
    }

    public void set(long limit) {
        bytesPerSecond = limit;
    }

    /** Waits until these bytes may go. */
    public void pass(int bytes) throws InterruptedException {
        long limit = bytesPerSecond;
        if (limit <= 0) {
            return;
        }
        long wait;
        synchronized (this) {
            long now = System.nanoTime();
            freeAt = Math.max(freeAt, now - BURST_NANOS) + bytes * TimeUnit.SECONDS.toNanos(1) / limit;
            wait = freeAt - now;
        }
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }
}
