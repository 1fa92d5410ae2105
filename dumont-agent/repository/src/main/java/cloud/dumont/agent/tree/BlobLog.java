package cloud.dumont.agent.tree;

import cloud.dumont.agent.wire.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Byte strings off the heap, found by where they were put. A part of it is freed when nothing in it is alive. Not thread-safe. */
final class BlobLog implements AutoCloseable {
    private static final int PART = 1 << 20;
    private final List<@Nullable Part> parts = new ArrayList<>();
    private long live;
    private long allocated;

    private static final class Part {
        final NativeMemory block;
        final MemorySegment memory;
        int used;
        int live;

        Part(int size) {
            block = new NativeMemory(size);
            memory = block.segment();
        }
    }

    /** @return where it is */
    long put(byte[] from, int length) {
        int need = length + 4;
        Part last = parts.isEmpty() ? null : parts.getLast();
        if (last == null || last.memory.byteSize() - last.used < need) {
            last = new Part(Math.max(PART, need));
            parts.add(last);
            allocated += last.memory.byteSize();
        }
        long at = (long) (parts.size() - 1) << 32 | last.used;
        last.memory.set(ValueLayout.JAVA_INT_UNALIGNED, last.used, length);
        MemorySegment.copy(from, 0, last.memory, ValueLayout.JAVA_BYTE, last.used + 4, length);
        last.used += need;
        last.live += need;
        live += need;
        return at;
    }

    byte[] get(long at) {
        return part(at).memory.asSlice(offset(at) + 4, length(at)).toArray(ValueLayout.JAVA_BYTE);
    }

    int length(long at) {
        return part(at).memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset(at));
    }

    byte byteAt(long at, int index) {
        return part(at).memory.get(ValueLayout.JAVA_BYTE, offset(at) + 4 + index);
    }

    void drop(long at) {
        Part part = part(at);
        int size = length(at) + 4;
        part.live -= size;
        live -= size;
        if (part.live == 0 && part != parts.getLast()) {
            part.block.close();
            allocated -= part.memory.byteSize();
            parts.set((int) (at >>> 32), null);
        }
    }

    /** Whether more than half of it is dead. */
    boolean wasteful() {
        return allocated > 8L * PART && live * 2 < allocated;
    }

    long allocatedBytes() {
        return allocated;
    }

    private Part part(long at) {
        Part part = parts.get((int) (at >>> 32));
        if (part == null) {
            throw new IllegalStateException("nothing is there any more");
        }
        return part;
    }

    private static int offset(long at) {
        return (int) at;
    }

    @Override
    public void close() {
        for (Part part : parts) {
            if (part != null) {
                part.block.close();
            }
        }
        parts.clear();
    }
}
