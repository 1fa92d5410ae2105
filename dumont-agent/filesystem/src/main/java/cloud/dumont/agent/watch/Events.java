package cloud.dumont.agent.watch;

import cloud.dumont.agent.posix.Notify;
import cloud.dumont.agent.posix.PosixException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads the kernel's events in batches and walks over them in place. */
final class Events {
    private static final int BYTES = 64 * 1024;
    private static final int HEADER = 16;
    private final MemorySegment memory;
    private final int notify;
    private int limit;
    private int at;
    private int next;

    Events(Arena arena, int notify) {
        this.memory = arena.allocate(BYTES, 8);
        this.notify = notify;
    }

    /** Moves to the next event, without waiting for one. */
    boolean advance() throws PosixException {
        if (next >= limit) {
            limit = Notify.read(notify, memory);
            next = 0;
        }
        if (next >= limit) {
            return false;
        }
        at = next;
        next = at + HEADER + memory.get(ValueLayout.JAVA_INT_UNALIGNED, at + 12);
        return true;
    }

    int watch() {
        return memory.get(ValueLayout.JAVA_INT_UNALIGNED, at);
    }

    int mask() {
        return memory.get(ValueLayout.JAVA_INT_UNALIGNED, at + 4);
    }

    boolean has(int flag) {
        return (mask() & flag) != 0;
    }

    /** Empty where the event is of the watched directory itself. */
    byte[] name() {
        int length = 0;
        int most = next - at - HEADER;
        while (length < most && memory.get(ValueLayout.JAVA_BYTE, at + HEADER + length) != 0) {
            length++;
        }
        byte[] name = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at + HEADER, name, 0, length);
        return name;
    }
}
