package cloud.dumont.agent.posix;

import static cloud.dumont.agent.posix.Native.INT;
import static cloud.dumont.agent.posix.Native.LONG;
import static cloud.dumont.agent.posix.Native.POINTER;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** inotify, and the two calls that let a reader of it sleep and be woken: {@code poll} and {@code eventfd}. */
public final class Notify {
    public static final int MODIFY = 0x2;
    public static final int ATTRIB = 0x4;
    public static final int CLOSE_WRITE = 0x8;
    public static final int MOVED_FROM = 0x40;
    public static final int MOVED_TO = 0x80;
    public static final int CREATE = 0x100;
    public static final int DELETE = 0x200;
    public static final int DELETE_SELF = 0x400;
    public static final int MOVE_SELF = 0x800;
    public static final int UNMOUNT = 0x2000;
    public static final int OVERFLOW = 0x4000;
    public static final int IGNORED = 0x8000;
    public static final int ONLYDIR = 0x1000000;
    public static final int DONT_FOLLOW = 0x2000000;
    public static final int EXCL_UNLINK = 0x4000000;
    public static final int ISDIR = 0x40000000;

    private static final int NONBLOCK_CLOEXEC = 0x80800;
    private static final short POLLIN = 1;
    private static final MethodHandle INIT = Native.function("inotify_init1", Native.ints(INT));
    private static final MethodHandle ADD = Native.function("inotify_add_watch", Native.ints(INT, POINTER, INT));
    private static final MethodHandle REMOVE = Native.function("inotify_rm_watch", Native.ints(INT, INT));
    private static final MethodHandle EVENTFD = Native.function("eventfd", Native.ints(INT, INT));
    private static final MethodHandle POLL = Native.function("poll", Native.ints(POINTER, LONG, INT));
    private static final MethodHandle READ = Native.function("read", FunctionDescriptor.of(LONG, INT, POINTER, LONG));
    private static final MethodHandle WRITE = Native.function("write", FunctionDescriptor.of(LONG, INT, POINTER, LONG));

    private Notify() {}

    /** Reads do not block. @throws PosixException EMFILE when the user has too many of them */
    public static Fd open() throws PosixException {
        Scratch scratch = Scratch.mine();
        int result;
        try {
            result = (int) INIT.invokeExact(scratch.errno(), NONBLOCK_CLOEXEC);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        return new Fd(scratch.checked(result, "inotify_init1"));
    }

    /**
     * Watches the directory that the descriptor stands for, however long its path is. The same directory again gives the
     * same number.
     *
     * @throws PosixException ENOSPC at the user's limit of watches
     */
    public static int add(int notify, int directory, int mask) throws PosixException {
        Scratch scratch = Scratch.mine();
        byte[] path = ("/proc/self/fd/" + directory).getBytes(StandardCharsets.US_ASCII);
        MemorySegment name = scratch.name(path, "inotify_add_watch");
        int result;
        try {
            result = (int) ADD.invokeExact(scratch.errno(), notify, name, mask | ONLYDIR);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        return scratch.checked(result, "inotify_add_watch");
    }

    /** A watch that is gone already is no failure. */
    public static void remove(int notify, int watch) {
        try {
            int ignored = (int) REMOVE.invokeExact(Scratch.mine().errno(), notify, watch);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
    }

    /** @return bytes of events, 0 if there are none now */
    public static int read(int notify, MemorySegment into) throws PosixException {
        Scratch scratch = Scratch.mine();
        long result;
        try {
            do {
                result = (long) READ.invokeExact(scratch.errno(), notify, into, into.byteSize());
            } while (scratch.interrupted(result));
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        return result < 0 && scratch.code() == Errno.EAGAIN.code() ? 0 : (int) scratch.checked(result, "read");
    }

    /** A bell: {@link #ring} makes every {@link #await} on it return, from then on. */
    public static Fd bell() throws PosixException {
        Scratch scratch = Scratch.mine();
        int result;
        try {
            result = (int) EVENTFD.invokeExact(scratch.errno(), 0, NONBLOCK_CLOEXEC);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        return new Fd(scratch.checked(result, "eventfd"));
    }

    public static void ring(int bell) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment one = scratch.small();
        one.set(ValueLayout.JAVA_LONG, 0, 1);
        long result;
        try {
            result = (long) WRITE.invokeExact(scratch.errno(), bell, one, 8L);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "write");
    }

    /** Sleeps until one of the two has something to read. @return whether the bell has; @param millis −1: for ever */
    public static boolean await(int notify, int bell, int millis) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment polled = scratch.small();
        polled.set(ValueLayout.JAVA_INT, 0, notify);
        polled.set(ValueLayout.JAVA_INT, 4, POLLIN);
        polled.set(ValueLayout.JAVA_INT, 8, bell);
        polled.set(ValueLayout.JAVA_INT, 12, POLLIN);
        int result;
        try {
            do {
                result = (int) POLL.invokeExact(scratch.errno(), polled, 2L, millis);
            } while (scratch.interrupted(result));
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "poll");
        return polled.get(ValueLayout.JAVA_SHORT, 14) != 0;
    }
}
