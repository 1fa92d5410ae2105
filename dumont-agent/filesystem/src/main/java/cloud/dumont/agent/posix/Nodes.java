package cloud.dumont.agent.posix;

import static cloud.dumont.agent.posix.Native.INT;
import static cloud.dumont.agent.posix.Native.LONG;
import static cloud.dumont.agent.posix.Native.POINTER;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Making, naming and removing nodes. All names are single names in an open directory; no call follows a symbolic link. */
public final class Nodes {
    private static final int REMOVE_DIRECTORY = 0x200;
    private static final int NO_REPLACE = 1;
    private static final int LONGEST_TARGET = Scratch.PATH - 1;
    private static final MethodHandle MKDIRAT = Native.function("mkdirat", Native.ints(INT, POINTER, INT));
    private static final MethodHandle MKNODAT = Native.function("mknodat", Native.ints(INT, POINTER, INT, LONG));
    private static final MethodHandle SYMLINKAT = Native.function("symlinkat", Native.ints(POINTER, INT, POINTER));
    private static final MethodHandle LINKAT = Native.function("linkat", Native.ints(INT, POINTER, INT, POINTER, INT));
    private static final MethodHandle UNLINKAT = Native.function("unlinkat", Native.ints(INT, POINTER, INT));
    private static final MethodHandle RENAMEAT = Native.function("renameat", Native.ints(INT, POINTER, INT, POINTER));
    private static final MethodHandle SYSCALL = Native.syscall(INT, POINTER, INT, POINTER, INT);
    private static final long RENAMEAT2 = Native.number(316, 276);
    private static final MethodHandle READLINKAT =
            Native.function("readlinkat", FunctionDescriptor.of(LONG, INT, POINTER, POINTER, LONG));

    private Nodes() {}

    public static void directory(int parent, byte[] name, int mode) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment path = scratch.name(name, "mkdirat");
        int result;
        try {
            result = (int) MKDIRAT.invokeExact(scratch.errno(), parent, path, mode);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "mkdirat");
    }

    /** @param mode with the type of a fifo, socket, device or regular file @param major and minor: of a device, else 0 */
    public static void special(int parent, byte[] name, int mode, int major, int minor) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment path = scratch.name(name, "mknodat");
        int result;
        try {
            result = (int) MKNODAT.invokeExact(scratch.errno(), parent, path, mode, deviceNumber(major, minor));
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "mknodat");
    }

    private static long deviceNumber(long major, long minor) {
        return (major & 0xfffL) << 8 | (major & 0xfffff000L) << 32 | minor & 0xffL | (minor & 0xffffff00L) << 12;
    }

    public static void symlink(int parent, byte[] name, byte[] target) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment path = scratch.name(name, "symlinkat");
        MemorySegment to = scratch.secondName(target, "symlinkat");
        int result;
        try {
            result = (int) SYMLINKAT.invokeExact(scratch.errno(), to, parent, path);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "symlinkat");
    }

    /** One more name for the node that has the old name; of a symbolic link itself, not of what it points at. */
    public static void link(int oldParent, byte[] oldName, int parent, byte[] name) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment from = scratch.name(oldName, "linkat");
        MemorySegment to = scratch.secondName(name, "linkat");
        int result;
        try {
            result = (int) LINKAT.invokeExact(scratch.errno(), oldParent, from, parent, to, 0);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "linkat");
    }

    /** Replaces what has the new name, at once and entirely. Two names of one inode: the call does nothing at all. */
    public static void rename(int oldParent, byte[] oldName, int parent, byte[] name) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment from = scratch.name(oldName, "renameat");
        MemorySegment to = scratch.secondName(name, "renameat");
        int result;
        try {
            result = (int) RENAMEAT.invokeExact(scratch.errno(), oldParent, from, parent, to);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "renameat");
    }

    /** @throws PosixException EEXIST if the new name is taken, EINVAL where the file system cannot promise that */
    public static void renameToFree(int oldParent, byte[] oldName, int parent, byte[] name) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment from = scratch.name(oldName, "renameat2");
        MemorySegment to = scratch.secondName(name, "renameat2");
        long result;
        try {
            result = (long) SYSCALL.invokeExact(scratch.errno(), RENAMEAT2, oldParent, from, parent, to, NO_REPLACE);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "renameat2");
    }

    public static void unlink(int parent, byte[] name) throws PosixException {
        remove(parent, name, 0);
    }

    public static void removeDirectory(int parent, byte[] name) throws PosixException {
        remove(parent, name, REMOVE_DIRECTORY);
    }

    private static void remove(int parent, byte[] name, int flags) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment path = scratch.name(name, "unlinkat");
        int result;
        try {
            result = (int) UNLINKAT.invokeExact(scratch.errno(), parent, path, flags);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "unlinkat");
    }

    public static byte[] readLink(int parent, byte[] name) throws PosixException {
        Scratch scratch = Scratch.mine();
        MemorySegment path = scratch.name(name, "readlinkat");
        MemorySegment into = scratch.secondName(new byte[0], "readlinkat");
        long result;
        try {
            result = (long) READLINKAT.invokeExact(scratch.errno(), parent, path, into, (long) LONGEST_TARGET);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        byte[] target = new byte[(int) scratch.checked(result, "readlinkat")];
        MemorySegment.copy(into, ValueLayout.JAVA_BYTE, 0, target, 0, target.length);
        return target;
    }
}
