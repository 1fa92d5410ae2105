package cloud.dumont.agent.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ArrayBlockingQueue;

/** Buffers between files and arrays: one for each call under way, a few kept for the next ones. */
final class Transfer {
    private static final int BYTES = 256 * 1024;
    private static final int KEPT = 8;
    private static final ArrayBlockingQueue<MemorySegment> FREE = new ArrayBlockingQueue<>(KEPT);

    private Transfer() {}

    static MemorySegment borrow() {
        MemorySegment kept = FREE.poll();
        return kept != null ? kept : Arena.ofAuto().allocate(BYTES, 4096);
    }

    static void giveBack(MemorySegment buffer) {
        boolean kept = FREE.offer(buffer);
        assert kept || FREE.remainingCapacity() == 0;
    }
}
