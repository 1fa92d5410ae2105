package cloud.dumont.restore.place;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The few calls that java.nio has not: names that the JDK cannot write down, device nodes, extended attributes of every
 * kind, times of symbolic links. Each takes raw bytes and returns the error's number, 0 for none.
 */
final class LinuxCalls {
    private static final int HERE = -100;
    private static final int NO_FOLLOW = 0x100;
    private static final long OMIT = (1L << 30) - 2;
    private static final StructLayout STATE_LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR = STATE_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE_LAYOUT));

    private final MethodHandle rename;
    private final MethodHandle link;
    private final MethodHandle symlink;
    private final MethodHandle mknod;
    private final MethodHandle setXattr;
    private final MethodHandle setTimes;

    private LinuxCalls(Linker linker) {
        rename = find(linker, "rename", ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        link = find(linker, "link", ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        symlink = find(linker, "symlink", ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        mknod = find(linker, "mknod", ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
        setXattr = find(
                linker,
                "lsetxattr",
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT);
        setTimes = find(
                linker,
                "utimensat",
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT);
    }

    /** Empty where this is not 64-bit Linux with a C library that has them. */
    static Optional<LinuxCalls> find() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean wide = ValueLayout.ADDRESS.byteSize() == 8;
        if (!system.startsWith("linux") || !wide) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LinuxCalls(Linker.nativeLinker()));
        } catch (IllegalStateException | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    private static MethodHandle find(Linker linker, String name, MemoryLayout... arguments) {
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments),
                Linker.Option.captureCallState("errno"));
    }

    int rename(byte[] from, byte[] to) {
        return call(arena -> (int) rename.invokeExact(STATE.get(), text(arena, from), text(arena, to)));
    }

    int link(byte[] existing, byte[] name) {
        return call(arena -> (int) link.invokeExact(STATE.get(), text(arena, existing), text(arena, name)));
    }

    int symlink(byte[] target, byte[] name) {
        return call(arena -> (int) symlink.invokeExact(STATE.get(), text(arena, target), text(arena, name)));
    }

    int makeNode(byte[] name, int mode, long device) {
        return call(arena -> (int) mknod.invokeExact(STATE.get(), text(arena, name), mode, device));
    }

    int setXattr(byte[] path, byte[] name, byte[] value) {
        return call(arena -> {
            MemorySegment data = arena.allocate(Math.max(1, value.length));
            MemorySegment.copy(value, 0, data, ValueLayout.JAVA_BYTE, 0, value.length);
            return (int) setXattr.invokeExact(
                    STATE.get(), text(arena, path), text(arena, name), data, (long) value.length, 0);
        });
    }

    int setModified(byte[] path, long seconds, int nanos) {
        return call(arena -> {
            MemorySegment times = arena.allocate(ValueLayout.JAVA_LONG, 4);
            times.setAtIndex(ValueLayout.JAVA_LONG, 1, OMIT);
            times.setAtIndex(ValueLayout.JAVA_LONG, 2, seconds);
            times.setAtIndex(ValueLayout.JAVA_LONG, 3, nanos);
            return (int) setTimes.invokeExact(STATE.get(), HERE, text(arena, path), times, NO_FOLLOW);
        });
    }

    /** As glibc's makedev puts the two numbers together. */
    static long device(long major, long minor) {
        return (minor & 0xFF) | (major & 0xFFF) << 8 | (minor & ~0xFFL) << 12 | (major & ~0xFFFL) << 32;
    }

    private interface Call {
        int run(Arena arena) throws Throwable;
    }

    private static int call(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            return call.run(arena) == 0 ? 0 : (int) ERROR.get(STATE.get(), 0L);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library failed", e);
        }
    }

    private static MemorySegment text(Arena arena, byte[] bytes) {
        MemorySegment text = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return text;
    }
}
