package cloud.dumont.agent.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The kernel's {@code struct statx}, read in place. Valid as long as its arena. */
public final class StatBuffer {
    static final int SIZE = 256;
    private static final long MOUNT_ROOT = 0x2000;
    private final MemorySegment memory;

    public StatBuffer(Arena arena) {
        this.memory = arena.allocate(SIZE, 8);
    }

    StatBuffer(MemorySegment memory) {
        this.memory = memory;
    }

    MemorySegment memory() {
        return memory;
    }

    /** Type and permissions, as {@code st_mode}. */
    public int mode() {
        return memory.get(ValueLayout.JAVA_SHORT, 28) & 0xffff;
    }

    public int links() {
        return number(16);
    }

    public int uid() {
        return number(20);
    }

    public int gid() {
        return number(24);
    }

    public long inode() {
        return wide(32);
    }

    public long size() {
        return wide(40);
    }

    public long blocks() {
        return wide(48);
    }

    public long ctimeSeconds() {
        return wide(96);
    }

    public int ctimeNanos() {
        return number(104);
    }

    public long mtimeSeconds() {
        return wide(112);
    }

    public int mtimeNanos() {
        return number(120);
    }

    public int rdevMajor() {
        return number(128);
    }

    public int rdevMinor() {
        return number(132);
    }

    public long device() {
        return (long) number(136) << 32 | number(140) & 0xffffffffL;
    }

    /** Something is mounted exactly here; also true of a bind mount of the same device. Needs Linux 5.8, else false. */
    public boolean mountRoot() {
        return (wide(8) & MOUNT_ROOT) != 0;
    }

    private int number(int offset) {
        return memory.get(ValueLayout.JAVA_INT, offset);
    }

    private long wide(int offset) {
        return memory.get(ValueLayout.JAVA_LONG, offset);
    }
}
