package cloud.dumont.agent.posix;

import static cloud.dumont.agent.posix.Native.INT;
import static cloud.dumont.agent.posix.Native.LONG;
import static cloud.dumont.agent.posix.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** A cursor over the raw answers of {@code getdents64}: no object per entry. {@code .} and {@code ..} are passed over. */
public final class DirectoryBuffer {
    /** Nothing that is longer comes back for one name. */
    public static final int LONGEST_RECORD = 280;

    private static final int NAME = 19;
    private static final long GETDENTS64 = Native.number(217, 61);
    private static final long LSEEK = Native.number(8, 62);
    private static final MethodHandle CALL = Native.syscall(INT, POINTER, LONG);
    private static final MethodHandle SEEK = Native.syscall(INT, LONG, INT);
    private final MemorySegment memory;
    private int limit;
    private int current;
    private int next;

    public DirectoryBuffer(Arena arena, int bytes) {
        this.memory = arena.allocate(bytes, 8);
    }

    /** Forgets what was read. */
    public void clear() {
        limit = 0;
        current = 0;
        next = 0;
    }

    /**
     * Reads more entries behind those that are there; forgets those that the cursor has passed if all are passed.
     *
     * @return how many bytes came, 0 at the end of the directory
     */
    public int fill(int directory) throws PosixException {
        if (next == limit) {
            clear();
        }
        Scratch scratch = Scratch.mine();
        try {
            long result;
            MemorySegment free = memory.asSlice(limit);
            do {
                result = (long) CALL.invokeExact(scratch.errno(), GETDENTS64, directory, free, free.byteSize());
            } while (scratch.interrupted(result));
            int read = (int) scratch.checked(result, "getdents64");
            limit += read;
            return read;
        } catch (PosixException refused) {
            throw refused;
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
    }

    /** Whether one more entry surely fits behind those that are there. */
    public boolean hasRoom() {
        return memory.byteSize() - limit >= LONGEST_RECORD;
    }

    /** Moves to the next entry. @return false when what was read is used up */
    public boolean advance() {
        while (next < limit) {
            current = next;
            next += memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, current + 16) & 0xffff;
            if (!dots()) {
                return true;
            }
        }
        return false;
    }

    private boolean dots() {
        byte first = memory.get(ValueLayout.JAVA_BYTE, current + NAME);
        if (first != '.') {
            return false;
        }
        byte second = memory.get(ValueLayout.JAVA_BYTE, current + NAME + 1);
        return second == 0 || second == '.' && memory.get(ValueLayout.JAVA_BYTE, current + NAME + 2) == 0;
    }

    /** Puts the cursor before the first entry that was read. */
    public void rewind() {
        current = 0;
        next = 0;
    }

    /** Where the kernel goes on after the entry of the cursor; for {@link #seek}. */
    public long offsetAfter() {
        return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, current + 8);
    }

    public static void seek(int directory, long offset) throws PosixException {
        Scratch scratch = Scratch.mine();
        try {
            long result = (long) SEEK.invokeExact(scratch.errno(), LSEEK, directory, offset, 0);
            scratch.checked(result, "lseek");
        } catch (PosixException refused) {
            throw refused;
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
    }

    long nameAddress() {
        return memory.address() + current + NAME;
    }

    public int nameLength() {
        int end = current + NAME;
        while (memory.get(ValueLayout.JAVA_BYTE, end) != 0) {
            end++;
        }
        return end - current - NAME;
    }

    /** A copy of the entry's name. */
    public byte[] name() {
        byte[] name = new byte[nameLength()];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, current + NAME, name, 0, name.length);
        return name;
    }

    /** Copies the name without a new array; @return its length. The target holds at least 255 bytes. */
    public int copyName(byte[] into) {
        int length = nameLength();
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, current + NAME, into, 0, length);
        return length;
    }

    /** Whether one of the entries that were read has this name; the cursor stands before the first one afterwards. */
    public boolean contains(byte[] name) {
        rewind();
        boolean found = false;
        while (!found && advance()) {
            found = nameIs(name);
        }
        rewind();
        return found;
    }

    private boolean nameIs(byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (memory.get(ValueLayout.JAVA_BYTE, current + NAME + i) != name[i]) {
                return false;
            }
        }
        return memory.get(ValueLayout.JAVA_BYTE, current + NAME + name.length) == 0;
    }
}
