package cloud.dumont.agent.table;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** From 128-bit hashes of paths to identities, outside of the heap and of a size known beforehand. */
final class IdentityMap implements AutoCloseable {
    private static final int ROW = 24;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment rows;
    private final long mask;

    IdentityMap(long most) {
        long room = Long.highestOneBit(Math.max(8, most * 2)) * 2;
        rows = arena.allocate(room * ROW, 8);
        mask = room - 1;
    }

    void put(long first, long second, long identity) {
        long at = find(first, second);
        rows.set(ValueLayout.JAVA_LONG, at, first);
        rows.set(ValueLayout.JAVA_LONG, at + 8, second);
        rows.set(ValueLayout.JAVA_LONG, at + 16, identity);
    }

    /** @return 0 when it is not known */
    long get(long first, long second) {
        return rows.get(ValueLayout.JAVA_LONG, find(first, second) + 16);
    }

    private long find(long first, long second) {
        for (long i = first & mask; ; i = i + 1 & mask) {
            long at = i * ROW;
            long foundFirst = rows.get(ValueLayout.JAVA_LONG, at);
            long foundSecond = rows.get(ValueLayout.JAVA_LONG, at + 8);
            boolean free = foundFirst == 0 && foundSecond == 0 && rows.get(ValueLayout.JAVA_LONG, at + 16) == 0;
            if (free || foundFirst == first && foundSecond == second) {
                return at;
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
