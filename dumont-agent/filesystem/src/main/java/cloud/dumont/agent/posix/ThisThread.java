package cloud.dumont.agent.posix;

import static cloud.dumont.agent.posix.Native.INT;
import static cloud.dumont.agent.posix.Native.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What the calling thread takes from the machine. Only for platform threads: a virtual one changes its carrier. */
public final class ThisThread {
    private static final int CPU_CLOCK = 3;
    private static final int COARSE_REAL_CLOCK = 5;
    private static final long IOPRIO_SET = Native.number(251, 30);
    private static final int IDLE_CLASS = 3 << 13;

    /** Weighs 45 where an ordinary thread weighs 1024: it takes 4 % of a processor that somebody else wants whole. */
    private static final int BEHIND = 14;

    private static final MethodHandle IOPRIO = Native.syscall(INT, INT, INT);
    private static final MethodHandle SETPRIORITY = Native.function("setpriority", Native.ints(INT, INT, INT));
    private static final MethodHandle CLOCK = Native.function("clock_gettime", Native.ints(INT, POINTER));

    private ThisThread() {}

    /** The disk serves it when nobody else wants it, and the processor in small parts. A refusal is not reported. */
    public static void stepBack() {
        stepBack(BEHIND);
    }

    /** @param nice 1 to 19, the most */
    public static void stepBack(int nice) {
        Scratch scratch = Scratch.mine();
        try {
            // Who is 0: in Linux this is the calling thread alone, not its process.
            long disk = (long) IOPRIO.invokeExact(scratch.errno(), IOPRIO_SET, 1, 0, IDLE_CLASS);
            int processor = (int) SETPRIORITY.invokeExact(scratch.errno(), 0, 0, nice);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
    }

    /** Processor time used so far. */
    public static long cpuNanos() {
        return clock(CPU_CLOCK);
    }

    /** The clock that the kernel stamps files with, in its own steps of some milliseconds; nanoseconds since 1970. */
    public static long fileClockNanos() {
        return clock(COARSE_REAL_CLOCK);
    }

    private static long clock(int which) {
        Scratch scratch = Scratch.mine();
        MemorySegment time = scratch.small();
        try {
            int ignored = (int) CLOCK.invokeExact(scratch.errno(), which, time);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L + time.get(ValueLayout.JAVA_LONG, 8);
    }
}
