package cloud.dumont.agent.table;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the kernel said of the inode behind each name of the newest commit's tree, beside that tree: a row of 24 bytes outside of
 * the heap for each number of an entry. An identity of 0 is not known, so the next look reads the file again. Thread-safe.
 */
public final class InodeTable implements AutoCloseable {
    private static final int NONE = -1;
    private static final int ROW = 24;
    private static final int INODE = 0;
    private static final int IDENTITY = 8;
    private static final int NEXT = 16;
    private static final int MARK = 20;
    private static final int ROWS_SHIFT = 14;
    private static final int ROWS = 1 << ROWS_SHIFT;
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> segments = new ArrayList<>();
    private int[] heads = heads(1 << 10);
    private int withInode;

    /** @param inode as {@link Identity#inode} has it; 0: not known */
    public synchronized void learn(int number, long inode, long identity) {
        reach(number);
        if (inode != getLong(number, INODE)) {
            unlink(number);
            setLong(number, INODE, inode);
            link(number);
        }
        setLong(number, IDENTITY, identity);
    }

    /** The number is not of that name any more. */
    public synchronized void forget(int number) {
        if (number < segments.size() * ROWS) {
            unlink(number);
            segment(number).asSlice(offset(number), ROW).fill((byte) 0);
        }
    }

    public synchronized long identity(int number) {
        return number < segments.size() * ROWS ? getLong(number, IDENTITY) : 0;
    }

    public synchronized long inode(int number) {
        return number < segments.size() * ROWS ? getLong(number, INODE) : 0;
    }

    /** Names that were last seen with this inode. */
    public synchronized List<Integer> withInode(long inode) {
        List<Integer> found = new ArrayList<>();
        for (int at = heads[bucket(inode)]; at != NONE; at = getInt(at, NEXT)) {
            if (getLong(at, INODE) == inode) {
                found.add(at);
            }
        }
        return found;
    }

    /** For whoever walks the tree; 0 at first. */
    public synchronized int mark(int number) {
        return number < segments.size() * ROWS ? getInt(number, MARK) : 0;
    }

    public synchronized void mark(int number, int value) {
        reach(number);
        setInt(number, MARK, value);
    }

    public synchronized long memoryBytes() {
        return (long) segments.size() * ROWS * ROW + heads.length * 4L;
    }

    private void reach(int number) {
        while (number >= segments.size() * ROWS) {
            segments.add(arena.allocate((long) ROWS * ROW, 8));
        }
    }

    private void link(int number) {
        long inode = getLong(number, INODE);
        if (inode == 0) {
            return;
        }
        if (withInode >= heads.length) {
            grow();
        }
        push(number, bucket(inode));
        withInode++;
    }

    private void push(int number, int bucket) {
        setInt(number, NEXT, heads[bucket]);
        heads[bucket] = number;
    }

    private void unlink(int number) {
        long inode = getLong(number, INODE);
        if (inode == 0) {
            return;
        }
        withInode--;
        int bucket = bucket(inode);
        if (heads[bucket] == number) {
            heads[bucket] = getInt(number, NEXT);
            return;
        }
        for (int at = heads[bucket]; at != NONE; at = getInt(at, NEXT)) {
            if (getInt(at, NEXT) == number) {
                setInt(at, NEXT, getInt(number, NEXT));
                return;
            }
        }
    }

    private void grow() {
        int[] before = heads;
        heads = heads(before.length * 2);
        for (int head : before) {
            for (int at = head; at != NONE; ) {
                int next = getInt(at, NEXT);
                push(at, bucket(getLong(at, INODE)));
                at = next;
            }
        }
    }

    private static int[] heads(int length) {
        int[] heads = new int[length];
        Arrays.fill(heads, NONE);
        return heads;
    }

    private int bucket(long inode) {
        return (int) (Identity.mix(inode) >>> 32) & heads.length - 1;
    }

    private int getInt(int number, int field) {
        return segment(number).get(ValueLayout.JAVA_INT, offset(number) + field);
    }

    private void setInt(int number, int field, int value) {
        segment(number).set(ValueLayout.JAVA_INT, offset(number) + field, value);
    }

    private long getLong(int number, int field) {
        return segment(number).get(ValueLayout.JAVA_LONG, offset(number) + field);
    }

    private void setLong(int number, int field, long value) {
        segment(number).set(ValueLayout.JAVA_LONG, offset(number) + field, value);
    }

    private MemorySegment segment(int number) {
        return segments.get(number >>> ROWS_SHIFT);
    }

    private static long offset(int number) {
        return (long) (number & ROWS - 1) * ROW;
    }

    @Override
    public synchronized void close() {
        arena.close();
    }
}
