package cloud.dumont.agent.tree;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Nodes of a tree off the heap: 32 bytes each, by number; siblings are chained both ways. Not thread-safe. */
final class NodeTable implements AutoCloseable {
    static final int NONE = -1;
    private static final int NODE = 32;
    private static final int PART_BITS = 15;
    private static final int PART = 1 << PART_BITS;
    private static final int PARENT = 0;
    private static final int FIRST = 4;
    private static final int NEXT = 8;
    private static final int PREVIOUS = 12;
    private static final int BLOB = 16;
    private static final int HASH = 24;
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> parts = new ArrayList<>();
    private int used;
    private int free = NONE;

    int allocate(int parent, long blob, int hash) {
        int node;
        if (free == NONE) {
            node = used++;
            if (node >> PART_BITS == parts.size()) {
                parts.add(arena.allocate((long) PART * NODE, 64));
            }
        } else {
            node = free;
            free = next(node);
        }
        set(node, PARENT, parent);
        set(node, FIRST, NONE);
        set(node, NEXT, NONE);
        set(node, PREVIOUS, NONE);
        set(node, HASH, hash);
        blob(node, blob);
        return node;
    }

    void release(int node) {
        set(node, NEXT, free);
        free = node;
    }

    void adopt(int parent, int node) {
        int first = first(parent);
        set(node, NEXT, first);
        if (first != NONE) {
            set(first, PREVIOUS, node);
        }
        set(parent, FIRST, node);
    }

    void orphan(int node) {
        int next = next(node);
        int previous = get(node, PREVIOUS);
        if (previous == NONE) {
            set(parent(node), FIRST, next);
        } else {
            set(previous, NEXT, next);
        }
        if (next != NONE) {
            set(next, PREVIOUS, previous);
        }
    }

    int parent(int node) {
        return get(node, PARENT);
    }

    int first(int node) {
        return get(node, FIRST);
    }

    int next(int node) {
        return get(node, NEXT);
    }

    int hash(int node) {
        return get(node, HASH);
    }

    long blob(int node) {
        return part(node).get(ValueLayout.JAVA_LONG, at(node) + BLOB);
    }

    void blob(int node, long blob) {
        part(node).set(ValueLayout.JAVA_LONG, at(node) + BLOB, blob);
    }

    long memoryBytes() {
        return (long) parts.size() * PART * NODE;
    }

    private int get(int node, int field) {
        return part(node).get(ValueLayout.JAVA_INT, at(node) + field);
    }

    private void set(int node, int field, int value) {
        part(node).set(ValueLayout.JAVA_INT, at(node) + field, value);
    }

    private MemorySegment part(int node) {
        return parts.get(node >> PART_BITS);
    }

    private static long at(int node) {
        return (long) (node & PART - 1) * NODE;
    }

    @Override
    public void close() {
        arena.close();
    }
}
