package cloud.dumont.agent.posix;

import static cloud.dumont.agent.posix.Native.INT;
import static cloud.dumont.agent.posix.Native.LONG;
import static cloud.dumont.agent.posix.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Extended attributes of what a descriptor stands for, also one opened with {@link Open#PATH} (a symbolic link, a fifo):
 * the calls go through {@code /proc/self/fd}, which leads to exactly that inode and no further.
 */
public final class ExtendedAttributes {
    private static final int MOST = 65_536;
    private static final MethodHandle LIST =
            Native.function("listxattr", FunctionDescriptor.of(LONG, POINTER, POINTER, LONG));
    private static final MethodHandle GET =
            Native.function("getxattr", FunctionDescriptor.of(LONG, POINTER, POINTER, POINTER, LONG));
    private static final MethodHandle SET =
            Native.function("setxattr", Native.ints(POINTER, POINTER, POINTER, LONG, INT));
    private static final MethodHandle REMOVE = Native.function("removexattr", Native.ints(POINTER, POINTER));

    private ExtendedAttributes() {}

    private static MemorySegment path(Scratch scratch, int fd, String call) throws PosixException {
        return scratch.name(("/proc/self/fd/" + fd).getBytes(StandardCharsets.US_ASCII), call);
    }

    /** The names; none where the file system has no such thing. */
    public static List<byte[]> names(int fd) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment path = path(scratch, fd, "listxattr");
        long length = list(scratch, path, MemorySegment.NULL);
        if (length == 0) {
            return List.of();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(MOST);
            return split(into, list(scratch, path, into));
        }
    }

    private static long list(Scratch scratch, MemorySegment path, MemorySegment into) throws PosixException {
        long result;
        try {
            result = (long) LIST.invokeExact(scratch.errno(), path, into, into.byteSize());
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        return result < 0 && scratch.code() == Errno.EOPNOTSUPP.code() ? 0 : scratch.checked(result, "listxattr");
    }

    private static List<byte[]> split(MemorySegment list, long length) {
        List<byte[]> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (list.get(ValueLayout.JAVA_BYTE, i) == 0) {
                names.add(list.asSlice(start, i - start).toArray(ValueLayout.JAVA_BYTE));
                start = i + 1;
            }
        }
        return names;
    }

    /** @throws PosixException ENODATA if there is none of this name */
    public static byte[] value(int fd, byte[] name) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment path = path(scratch, fd, "getxattr");
        MemorySegment attribute = scratch.secondName(name, "getxattr");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment small = scratch.small();
            long length = get(scratch, path, attribute, small);
            MemorySegment from = small;
            if (length < 0) {
                from = arena.allocate(MOST);
                length = get(scratch, path, attribute, from);
            }
            return from.asSlice(0, Math.max(0, length)).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    // −1 where the value is longer than the buffer.
    private static long get(Scratch scratch, MemorySegment path, MemorySegment name, MemorySegment into)
            throws PosixException {
        long result;
        try {
            result = (long) GET.invokeExact(scratch.errno(), path, name, into, into.byteSize());
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        boolean tooLong = result < 0 && scratch.code() == Errno.ERANGE.code() && into.byteSize() < MOST;
        return tooLong ? -1 : scratch.checked(result, "getxattr");
    }

    /** Creates or replaces. */
    public static void set(int fd, byte[] name, byte[] value) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment path = path(scratch, fd, "setxattr");
        MemorySegment attribute = scratch.secondName(name, "setxattr");
        int result;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment content = arena.allocate(Math.max(1, value.length));
            MemorySegment.copy(value, 0, content, ValueLayout.JAVA_BYTE, 0, value.length);
            result = (int) SET.invokeExact(scratch.errno(), path, attribute, content, (long) value.length, 0);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "setxattr");
    }

    public static void remove(int fd, byte[] name) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment path = path(scratch, fd, "removexattr");
        MemorySegment attribute = scratch.secondName(name, "removexattr");
        int result;
        try {
            result = (int) REMOVE.invokeExact(scratch.errno(), path, attribute);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "removexattr");
    }
}
