package cloud.dumont.agent.posix;

import static cloud.dumont.agent.posix.Native.INT;
import static cloud.dumont.agent.posix.Native.LONG;
import static cloud.dumont.agent.posix.Native.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** Opening and closing. Every descriptor is close-on-exec. */
public final class Open {
    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int READ_WRITE = 2;
    public static final int CREATE = 0x40;
    public static final int EXCLUSIVE = 0x80;
    public static final int TRUNCATE = 0x200;
    public static final int NONBLOCK = 0x800;
    public static final int DIRECTORY = Native.ARM ? 0x4000 : 0x10000;
    public static final int NOFOLLOW = Native.ARM ? 0x8000 : 0x20000;
    public static final int NOATIME = 0x40000;
    /** A handle on the inode only: needs no right to read it, never wakes a fifo or a device. */
    public static final int PATH = 0x200000;

    /** In place of a directory's descriptor: the working directory, for absolute paths. */
    public static final int CWD = -100;

    private static final int CLOEXEC = 0x80000;
    private static final long RESOLVE_NO_MAGICLINKS = 0x02;
    private static final long RESOLVE_NO_SYMLINKS = 0x04;
    private static final long RESOLVE_BENEATH = 0x08;
    private static final long OPENAT2 = 437;
    private static final long HOW_SIZE = 24;

    private static final MethodHandle OPENAT = Native.variadic("openat", 3, Native.ints(INT, POINTER, INT, INT));
    private static final MethodHandle CLOSE = Native.function("close", Native.ints(INT));
    private static final MethodHandle SYSCALL = Native.syscall(INT, POINTER, POINTER, LONG);
    private static volatile boolean oneStep = true;

    private Open() {}

    /** One name (or, with {@link #CWD}, an absolute path). Symbolic links are followed unless {@link #NOFOLLOW} is given. */
    public static Fd at(int directory, byte[] name, int flags, int mode) throws PosixException {
        return new Fd(number(directory, name, flags, mode));
    }

    public static Fd at(int directory, byte[] name, int flags) throws PosixException {
        return at(directory, name, flags, 0);
    }

    /** As {@link #at} for callers that count descriptors themselves and close them with {@link #close(int)}. */
    public static int number(int directory, byte[] name, int flags, int mode) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment path = scratch.name(name, "openat");
        try {
            int result;
            do {
                result = (int) OPENAT.invokeExact(scratch.errno(), directory, path, flags | CLOEXEC, mode);
            } while (scratch.interrupted(result));
            return scratch.checked(result, "openat");
        } catch (PosixException refused) {
            throw refused;
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
    }

    /**
     * A path of one or more names that stays below the directory and crosses no symbolic link anywhere, by one call where
     * the kernel has it (5.6), else name by name.
     *
     * @throws PosixException ELOOP or ENOTDIR at a symbolic link, EXDEV at an escape
     */
    public static Fd beneath(int directory, byte[] path, int flags, int mode) throws PosixException {
        if (oneStep && path.length < Scratch.PATH) {
            int result = openat2(directory, path, flags, mode);
            if (result >= 0) {
                return new Fd(result);
            }
            Errno why = Errno.of(-result);
            if (why != Errno.ENOSYS && why != Errno.EPERM) {
                throw new PosixException("openat2", -result);
            }
            // Also EPERM: filters of older container engines refuse calls that they do not know with it.
            Fd slowly = stepwise(directory, path, flags, mode);
            oneStep = why != Errno.ENOSYS;
            return slowly;
        }
        return stepwise(directory, path, flags, mode);
    }

    private static int openat2(int directory, byte[] path, int flags, int mode) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment name = scratch.name(path, "openat2");
        MemorySegment how = scratch.small().asSlice(0, HOW_SIZE);
        how.set(ValueLayout.JAVA_LONG, 0, flags | CLOEXEC);
        // This call refuses a mode that has no use.
        how.set(ValueLayout.JAVA_LONG, 8, (flags & CREATE) != 0 ? mode : 0);
        how.set(ValueLayout.JAVA_LONG, 16, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
        try {
            long result;
            do {
                result = (long) SYSCALL.invokeExact(scratch.errno(), OPENAT2, directory, name, how, HOW_SIZE);
                // EAGAIN: something was renamed while the kernel looked.
            } while (result < 0 && (scratch.interrupted(result) || scratch.code() == Errno.EAGAIN.code()));
            return result < 0 ? -scratch.code() : (int) result;
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
    }

    static Fd stepwise(int directory, byte[] path, int flags, int mode) throws PosixException {
        int at = directory;
        int start = 0;
        try {
            for (int i = 0; i <= path.length; i++) {
                if (i < path.length && path[i] != '/') {
                    continue;
                }
                byte[] name = plainName(path, start, i);
                boolean last = i == path.length;
                int next = last
                        ? number(at, name, flags | NOFOLLOW, mode)
                        : number(at, name, PATH | DIRECTORY | NOFOLLOW, 0);
                if (at != directory) {
                    close(at);
                }
                at = next;
                start = i + 1;
            }
        } catch (PosixException refused) {
            if (at != directory) {
                close(at);
            }
            throw refused;
        }
        return new Fd(at);
    }

    private static byte[] plainName(byte[] path, int start, int end) throws PosixException {
        byte[] name = Arrays.copyOfRange(path, start, end);
        boolean dots = name.length <= 2 && name.length > 0 && name[0] == '.' && name[name.length - 1] == '.';
        if (name.length == 0 || dots) {
            throw new PosixException("openat", Errno.EXDEV);
        }
        return name;
    }

    public static void close(int number) {
        try {
            int ignored = (int) CLOSE.invokeExact(Scratch.mine().errno(), number);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
    }
}
