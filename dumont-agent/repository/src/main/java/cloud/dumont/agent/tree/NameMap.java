package cloud.dumont.agent.tree;

import cloud.dumont.agent.wire.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Nodes by hashes, off the heap, four bytes a slot; who asks compares what he finds. Not thread-safe. */
final class NameMap implements AutoCloseable {
    private static final int EMPTY = 0;
    private final NodeTable nodes;
    private NativeMemory memory = new NativeMemory(4L << 12);
    private MemorySegment slots = memory.segment();
    private int capacity = 1 << 12;
    private int size;

    NameMap(NodeTable nodes) {
        this.nodes = nodes;
    }

    int home(int hash) {
        return (int) ((hash & 0xFFFF_FFFFL) * 0x9E37_79B9L >>> 8 & capacity - 1);
    }

    int next(int slot) {
        return slot + 1 & capacity - 1;
    }

    /** The node in that slot, or {@link NodeTable#NONE} where a search ends. */
    int node(int slot) {
        return slots.get(ValueLayout.JAVA_INT, 4L * slot) - 1;
    }

    void add(int node) {
        if (size + 1 > capacity / 4 * 3) {
            grow();
        }
        place(node);
        size++;
    }

    private void place(int node) {
        int slot = home(nodes.hash(node));
        while (slots.get(ValueLayout.JAVA_INT, 4L * slot) != EMPTY) {
            slot = next(slot);
        }
        slots.set(ValueLayout.JAVA_INT, 4L * slot, node + 1);
    }

    void remove(int node) {
        int hole = home(nodes.hash(node));
        while (node(hole) != node) {
            hole = next(hole);
        }
        for (int at = next(hole); node(at) != NodeTable.NONE; at = next(at)) {
            int home = home(nodes.hash(node(at)));
            if ((at - home & capacity - 1) >= (at - hole & capacity - 1)) {
                slots.set(ValueLayout.JAVA_INT, 4L * hole, node(at) + 1);
                hole = at;
            }
        }
        slots.set(ValueLayout.JAVA_INT, 4L * hole, EMPTY);
        size--;
    }

    private void grow() {
        NativeMemory old = memory;
        MemorySegment from = slots;
        int before = capacity;
        capacity = before * 2;
        memory = new NativeMemory(4L * capacity);
        slots = memory.segment();
        for (int slot = 0; slot < before; slot++) {
            int entry = from.get(ValueLayout.JAVA_INT, 4L * slot);
            if (entry != EMPTY) {
                place(entry - 1);
            }
        }
        old.close();
    }

    long memoryBytes() {
        return 4L * capacity;
    }

    @Override
    public void close() {
        memory.close();
    }
}
