package cloud.dumont.agent.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Each thread's few kilobytes outside of the heap for errno, names and small structs. Contents last until the next call. */
final class Scratch {
    /** PATH_MAX, with its NUL. */
    static final int PATH = 4096;

    static final int SMALL = 512;
    private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(Scratch::new);
    private final MemorySegment errno;
    private final MemorySegment first;
    private final MemorySegment second;
    private final MemorySegment small;

    private Scratch() {
        Arena arena = Arena.ofAuto();
        errno = arena.allocate(Linker.Option.captureStateLayout());
        first = arena.allocate(PATH);
        second = arena.allocate(PATH);
        small = arena.allocate(SMALL, 16);
    }

    static Scratch mine() {
        return MINE.get();
    }

    MemorySegment errno() {
        return errno;
    }

    MemorySegment small() {
        return small;
    }

    MemorySegment name(byte[] name, String call) throws PosixException {
        return put(first, name, call);
    }

    MemorySegment secondName(byte[] name, String call) throws PosixException {
        return put(second, name, call);
    }

    private static MemorySegment put(MemorySegment into, byte[] name, String call) throws PosixException {
        if (name.length >= PATH) {
            throw new PosixException(call, Errno.ENAMETOOLONG);
        }
        for (byte each : name) {
            if (each == 0) {
                throw new PosixException(call, Errno.EINVAL);
            }
        }
        MemorySegment.copy(name, 0, into, ValueLayout.JAVA_BYTE, 0, name.length);
        into.set(ValueLayout.JAVA_BYTE, name.length, (byte) 0);
        return into;
    }

    int code() {
        return errno.get(ValueLayout.JAVA_INT, 0);
    }

    int checked(int result, String call) throws PosixException {
        if (result < 0) {
            throw new PosixException(call, code());
        }
        return result;
    }

    long checked(long result, String call) throws PosixException {
        if (result < 0) {
            throw new PosixException(call, code());
        }
        return result;
    }

    /** Whether the call failed only because a signal came. */
    boolean interrupted(long result) {
        return result < 0 && code() == Errno.EINTR.code();
    }
}
