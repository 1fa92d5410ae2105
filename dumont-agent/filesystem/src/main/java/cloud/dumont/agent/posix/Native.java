package cloud.dumont.agent.posix;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Makes handles of the C library's functions; each takes the {@link Scratch#errno()} segment as its first argument. */
final class Native {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    static final MemoryLayout POINTER = ValueLayout.ADDRESS;
    static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
    private static final Linker LINKER = Linker.nativeLinker();

    private Native() {}

    static MethodHandle function(String name, FunctionDescriptor shape) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), shape, Linker.Option.captureCallState("errno"));
    }

    /** A function with {@code ...} in C: the first argument that stands for it is at this index. */
    static MethodHandle variadic(String name, int firstVariadic, FunctionDescriptor shape) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                shape,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    /** {@code long syscall(long number, …)}. */
    static MethodHandle syscall(MemoryLayout... arguments) {
        return variadic("syscall", 1, FunctionDescriptor.of(LONG, LONG).appendArgumentLayouts(arguments));
    }

    static FunctionDescriptor ints(MemoryLayout... arguments) {
        return FunctionDescriptor.of(INT, arguments);
    }

    /** The number of a system call on this processor. */
    static long number(long x86, long arm) {
        return ARM ? arm : x86;
    }

    /** A handle declares Throwable, a C function throws nothing: what comes is an error of the virtual machine. */
    static IllegalStateException broken(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a call into the C library failed", cause);
    }
}
