package cloud.dumont.agent.index;

import cloud.dumont.agent.wire.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Open addressing off the heap: 32 bytes an entry, no tombstones. Ids are as good as random, so their upper word says where an
 * entry belongs. Not thread-safe.
 */
final class SlotTable implements AutoCloseable {
    static final int ENTRY = 32;
    private static final double FULL = 0.85;
    private static final long LEAST = 1 << 12;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private NativeMemory block = new NativeMemory(LEAST * ENTRY);
    private MemorySegment memory = block.segment();
    private long capacity = LEAST;
    private long size;

    long size() {
        return size;
    }

    long capacity() {
        return capacity;
    }

    /** The slot of that id, or -1. */
    long find(long high, long low) {
        for (long slot = home(high); ; slot = next(slot)) {
            if (length(slot) == 0) {
                return -1;
            }
            if (high(slot) == high && low(slot) == low) {
                return slot;
            }
        }
    }

    /** A slot for an id that is not there yet; its other fields must be set at once, the length to more than 0. */
    long insert(long high, long low) {
        if (size + 1 > capacity * FULL) {
            grow();
        }
        long slot = home(high);
        while (length(slot) != 0) {
            slot = next(slot);
        }
        memory.set(LONG, slot * ENTRY, high);
        memory.set(LONG, slot * ENTRY + 8, low);
        size++;
        return slot;
    }

    /** Moves the entries behind it up, so that each stays reachable from where it belongs. */
    void remove(long slot) {
        long hole = slot;
        for (long at = next(slot); length(at) != 0; at = next(at)) {
            long distanceFromHome = distance(home(high(at)), at);
            if (distanceFromHome >= distance(hole, at)) {
                MemorySegment.copy(memory, at * ENTRY, memory, hole * ENTRY, ENTRY);
                hole = at;
            }
        }
        memory.asSlice(hole * ENTRY, ENTRY).fill((byte) 0);
        size--;
    }

    private long distance(long from, long to) {
        return to >= from ? to - from : to + capacity - from;
    }

    private long home(long high) {
        return Math.unsignedMultiplyHigh(high, capacity);
    }

    private long next(long slot) {
        return slot + 1 == capacity ? 0 : slot + 1;
    }

    private void grow() {
        NativeMemory old = block;
        MemorySegment from = memory;
        long slots = capacity;
        capacity = capacity + (capacity >>> 1);
        block = new NativeMemory(capacity * ENTRY);
        memory = block.segment();
        for (long slot = 0; slot < slots; slot++) {
            if (from.get(INT, slot * ENTRY + 24) != 0) {
                long to = home(from.get(LONG, slot * ENTRY));
                while (length(to) != 0) {
                    to = next(to);
                }
                MemorySegment.copy(from, slot * ENTRY, memory, to * ENTRY, ENTRY);
            }
        }
        old.close();
    }

    long high(long slot) {
        return memory.get(LONG, slot * ENTRY);
    }

    long low(long slot) {
        return memory.get(LONG, slot * ENTRY + 8);
    }

    int container(long slot) {
        return memory.get(INT, slot * ENTRY + 16);
    }

    long offset(long slot) {
        return Integer.toUnsignedLong(memory.get(INT, slot * ENTRY + 20));
    }

    int length(long slot) {
        return memory.get(INT, slot * ENTRY + 24);
    }

    int count(long slot) {
        return memory.get(INT, slot * ENTRY + 28);
    }

    void place(long slot, int container, long offset, int length) {
        memory.set(INT, slot * ENTRY + 16, container);
        memory.set(INT, slot * ENTRY + 20, (int) offset);
        memory.set(INT, slot * ENTRY + 24, length);
    }

    void count(long slot, int count) {
        memory.set(INT, slot * ENTRY + 28, count);
    }

    @Override
    public void close() {
        block.close();
    }
}
