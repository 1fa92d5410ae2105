package cloud.dumont.agent.posix;

import static cloud.dumont.agent.posix.Native.INT;
import static cloud.dumont.agent.posix.Native.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/** {@code statx}: never follows a symbolic link in the last name, never triggers an automount. */
public final class Stat {
    private static final int NOFOLLOW = 0x100;
    private static final int NO_AUTOMOUNT = 0x800;
    private static final int EMPTY_PATH = 0x1000;
    private static final int BASIC = 0x7ff;
    private static final byte[] NO_NAME = {};

    // Addresses as plain numbers: this call is made a million times per scan, and a segment per name would be garbage.
    private static final MethodHandle STATX = Native.function("statx", Native.ints(INT, LONG, INT, INT, LONG));

    private Stat() {}

    public static void at(int directory, byte[] name, StatBuffer into) throws PosixException {
        call(directory, name, NOFOLLOW | NO_AUTOMOUNT, into);
    }

    /** Of the open file itself; also for descriptors opened with {@link Open#PATH}. */
    public static void of(int fd, StatBuffer into) throws PosixException {
        call(fd, NO_NAME, EMPTY_PATH | NOFOLLOW | NO_AUTOMOUNT, into);
    }

    private static void call(int fd, byte[] name, int flags, StatBuffer into) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment path = scratch.name(name, "statx");
        int result = raw(scratch, fd, path.address(), flags, into.memory().address());
        Reference.reachabilityFence(scratch);
        Reference.reachabilityFence(into);
        if (result < 0) {
            throw new PosixException("statx", -result);
        }
    }

    /** Of the entry the cursor stands on. @return 0, or the negative errno */
    public static int ofEntry(int directory, DirectoryBuffer entries, StatBuffer into) {
        return raw(
                Scratch.mine(),
                directory,
                entries.nameAddress(),
                NOFOLLOW | NO_AUTOMOUNT,
                into.memory().address());
    }

    private static int raw(Scratch scratch, int fd, long name, int flags, long into) {
        try {
            int result = (int) STATX.invokeExact(scratch.errno(), fd, name, flags, BASIC, into);
            return result < 0 ? -scratch.code() : 0;
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
    }
}
