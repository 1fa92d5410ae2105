package cloud.dumont.agent.posix;

import static cloud.dumont.agent.posix.Native.INT;
import static cloud.dumont.agent.posix.Native.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** Owners, modes and times. Nothing here takes a name: what is changed is what the descriptor stands for. */
public final class Attributes {
    private static final int NOFOLLOW = 0x100;
    private static final int EMPTY_PATH = 0x1000;
    private static final long OMIT = 0x3ffffffe;
    private static final MethodHandle FCHOWN = Native.function("fchown", Native.ints(INT, INT, INT));
    private static final MethodHandle FCHOWNAT = Native.function("fchownat", Native.ints(INT, POINTER, INT, INT, INT));
    private static final MethodHandle FCHMOD = Native.function("fchmod", Native.ints(INT, INT));
    private static final MethodHandle FCHMODAT = Native.function("fchmodat", Native.ints(INT, POINTER, INT, INT));
    private static final MethodHandle UTIMENSAT = Native.function("utimensat", Native.ints(INT, POINTER, POINTER, INT));
    private static final MethodHandle FUTIMENS = Native.function("futimens", Native.ints(INT, POINTER));

    private static final MethodHandle GETEUID = Native.function("geteuid", Native.ints());

    private Attributes() {}

    public static void owner(int fd, int uid, int gid) throws PosixException {
        Scratch scratch = Scratch.mine();
        int result;
        try {
            result = (int) FCHOWN.invokeExact(scratch.errno(), fd, uid, gid);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "fchown");
    }

    /** Of what a mere handle ({@link Open#PATH}) stands for, a symbolic link being the link itself. */
    public static void ownerOfHandle(int handle, int uid, int gid) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment nothing = scratch.name(new byte[0], "fchownat");
        int result;
        try {
            result = (int) FCHOWNAT.invokeExact(scratch.errno(), handle, nothing, uid, gid, NOFOLLOW | EMPTY_PATH);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "fchownat");
    }

    public static void mode(int fd, int mode) throws PosixException {
        Scratch scratch = Scratch.mine();
        int result;
        try {
            result = (int) FCHMOD.invokeExact(scratch.errno(), fd, mode);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "fchmod");
    }

    /** Of what a mere handle stands for; there is no mode of a symbolic link. */
    public static void modeOfHandle(int handle, int mode) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment path = scratch.name(inode(handle), "fchmodat");
        int result;
        try {
            result = (int) FCHMODAT.invokeExact(scratch.errno(), Open.CWD, path, mode, 0);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "fchmodat");
    }

    /** Sets the time of modification, leaves the time of access alone. */
    public static void modified(int fd, long seconds, int nanos) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment times = times(scratch, seconds, nanos);
        int result;
        try {
            result = (int) FUTIMENS.invokeExact(scratch.errno(), fd, times);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "futimens");
    }

    public static void modifiedOfHandle(int handle, long seconds, int nanos) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment path = scratch.name(inode(handle), "utimensat");
        MemorySegment times = times(scratch, seconds, nanos);
        int result;
        try {
            result = (int) UTIMENSAT.invokeExact(scratch.errno(), Open.CWD, path, times, 0);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "utimensat");
    }

    // Leads to exactly the inode of the handle and, also from a symbolic link, no further.
    private static byte[] inode(int handle) {
        return ("/proc/self/fd/" + handle).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whom this process acts as. */
    public static int effectiveUser() {
        try {
            return (int) GETEUID.invokeExact(Scratch.mine().errno());
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
    }

    private static MemorySegment times(Scratch scratch, long seconds, int nanos) {
        MemorySegment times = scratch.small();
        times.set(ValueLayout.JAVA_LONG, 0, 0);
        times.set(ValueLayout.JAVA_LONG, 8, OMIT);
        times.set(ValueLayout.JAVA_LONG, 16, seconds);
        times.set(ValueLayout.JAVA_LONG, 24, nanos);
        return times;
    }
}
