package cloud.dumont.agent.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A stretch of zeroed memory off the heap, which any thread may use until it is closed. */
public final class NativeMemory implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    public NativeMemory(long bytes) {
        segment = arena.allocate(bytes, 64);
    }

    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void close() {
        arena.close();
    }
}
