package cloud.dumont.agent.store;

import cloud.dumont.agent.wire.NativeMemory;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;

/**
 * Memory off the heap in pieces of one mebibyte, never more than its limit: who wants more waits until somebody gives back.
 * Thread-safe.
 */
public final class SegmentPool implements AutoCloseable {
    public static final int SEGMENT = 1 << 20;
    private final int limit;
    private final Semaphore free;
    private final ArrayDeque<NativeMemory> idle = new ArrayDeque<>();
    private boolean closed;

    public SegmentPool(long limitBytes) {
        limit = (int) Math.max(1, limitBytes / SEGMENT);
        free = new Semaphore(limit);
    }

    NativeMemory take() throws InterruptedException {
        free.acquire();
        synchronized (idle) {
            NativeMemory segment = idle.poll();
            if (segment != null) {
                return segment;
            }
        }
        return new NativeMemory(SEGMENT);
    }

    void giveBack(NativeMemory segment) {
        synchronized (idle) {
            if (closed) {
                segment.close();
            } else {
                idle.push(segment);
            }
        }
        free.release();
    }

    public long usedBytes() {
        return (long) (limit - free.availablePermits()) * SEGMENT;
    }

    public long limitBytes() {
        return (long) limit * SEGMENT;
    }

    /** Returns what is idle to the operating system. */
    public void trim() {
        synchronized (idle) {
            idle.forEach(NativeMemory::close);
            idle.clear();
        }
    }

    /** What is still in use goes when it is given back. */
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
        }
        trim();
    }
}
