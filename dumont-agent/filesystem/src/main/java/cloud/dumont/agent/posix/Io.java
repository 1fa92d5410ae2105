package cloud.dumont.agent.posix;

import static cloud.dumont.agent.posix.Native.INT;
import static cloud.dumont.agent.posix.Native.LONG;
import static cloud.dumont.agent.posix.Native.POINTER;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Reading, writing and sizing open files. */
public final class Io {
    /** Advice to the kernel's cache; the numbers are Linux's. */
    public static final int SEQUENTIAL = 2;

    public static final int DONT_NEED = 4;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int KEEP_SIZE = 1;
    private static final int PUNCH_HOLE = 2;
    private static final MethodHandle PREAD =
            Native.function("pread64", FunctionDescriptor.of(LONG, INT, POINTER, LONG, LONG));
    private static final MethodHandle PWRITE =
            Native.function("pwrite64", FunctionDescriptor.of(LONG, INT, POINTER, LONG, LONG));
    private static final MethodHandle LSEEK = Native.function("lseek64", FunctionDescriptor.of(LONG, INT, LONG, INT));
    private static final MethodHandle FTRUNCATE = Native.function("ftruncate64", Native.ints(INT, LONG));
    private static final MethodHandle FALLOCATE = Native.function("fallocate64", Native.ints(INT, INT, LONG, LONG));
    private static final MethodHandle FSYNC = Native.function("fsync", Native.ints(INT));
    private static final MethodHandle SYNCFS = Native.function("syncfs", Native.ints(INT));
    private static final MethodHandle FADVISE = Native.function("posix_fadvise64", Native.ints(INT, LONG, LONG, INT));

    private static final long CACHESTAT = 451;
    private static final MethodHandle SYSCALL = Native.syscall(INT, POINTER, POINTER, INT);

    private Io() {}

    /** @return how many bytes came, 0 at the end of the file */
    public static int read(int fd, long offset, MemorySegment into) throws PosixException {
        Scratch scratch = Scratch.mine();
        long result;
        try {
            do {
                result = (long) PREAD.invokeExact(scratch.errno(), fd, into, into.byteSize(), offset);
            } while (scratch.interrupted(result));
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        return (int) scratch.checked(result, "pread");
    }

    /** Reads until the array's part is full or the file ends. @return how many bytes came */
    public static int read(int fd, long offset, byte[] into, int at, int length) throws PosixException {
        MemorySegment buffer = Transfer.borrow();
        try {
            int done = 0;
            while (done < length) {
                MemorySegment part = buffer.asSlice(0, Math.min(buffer.byteSize(), length - done));
                int read = read(fd, offset + done, part);
                if (read == 0) {
                    break;
                }
                MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, at + done, read);
                done += read;
            }
            return done;
        } finally {
            Transfer.giveBack(buffer);
        }
    }

    /** Writes all. */
    public static void write(int fd, long offset, MemorySegment from) throws PosixException {
        Scratch scratch = Scratch.mine();
        long done = 0;
        while (done < from.byteSize()) {
            MemorySegment rest = from.asSlice(done);
            long result;
            try {
                do {
                    result = (long) PWRITE.invokeExact(scratch.errno(), fd, rest, rest.byteSize(), offset + done);
                } while (scratch.interrupted(result));
            } catch (Throwable unexpected) {
                throw Native.broken(unexpected);
            }
            done += scratch.checked(result, "pwrite");
        }
    }

    public static void write(int fd, long offset, byte[] from, int at, int length) throws PosixException {
        MemorySegment buffer = Transfer.borrow();
        try {
            int done = 0;
            while (done < length) {
                int part = (int) Math.min(buffer.byteSize(), length - done);
                MemorySegment.copy(from, at + done, buffer, ValueLayout.JAVA_BYTE, 0, part);
                write(fd, offset + done, buffer.asSlice(0, part));
                done += part;
            }
        } finally {
            Transfer.giveBack(buffer);
        }
    }

    /** Where data starts at or after the offset; −1 if only a hole is left. */
    public static long nextData(int fd, long offset) throws PosixException {
        return seek(fd, offset, SEEK_DATA);
    }

    /** Where a hole starts at or after the offset, at the latest the end of the file; −1 if the offset is behind that. */
    public static long nextHole(int fd, long offset) throws PosixException {
        return seek(fd, offset, SEEK_HOLE);
    }

    private static long seek(int fd, long offset, int whence) throws PosixException {
        Scratch scratch = Scratch.mine();
        long result;
        try {
            result = (long) LSEEK.invokeExact(scratch.errno(), fd, offset, whence);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        return result < 0 && scratch.code() == Errno.ENXIO.code() ? -1 : scratch.checked(result, "lseek");
    }

    public static void size(int fd, long size) throws PosixException {
        Scratch scratch = Scratch.mine();
        int result;
        try {
            result = (int) FTRUNCATE.invokeExact(scratch.errno(), fd, size);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "ftruncate");
    }

    /** Takes the room now, so that a full disk is noticed before the work and not within it. The size stays. */
    public static void reserve(int fd, long offset, long length) throws PosixException {
        allocate(fd, KEEP_SIZE, offset, length);
    }

    /** Gives the room back; the bytes read as zeros. */
    public static void punchHole(int fd, long offset, long length) throws PosixException {
        allocate(fd, KEEP_SIZE | PUNCH_HOLE, offset, length);
    }

    private static void allocate(int fd, int how, long offset, long length) throws PosixException {
        Scratch scratch = Scratch.mine();
        int result;
        try {
            do {
                result = (int) FALLOCATE.invokeExact(scratch.errno(), fd, how, offset, length);
            } while (scratch.interrupted(result));
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "fallocate");
    }

    public static void sync(int fd) throws PosixException {
        Scratch scratch = Scratch.mine();
        int result;
        try {
            result = (int) FSYNC.invokeExact(scratch.errno(), fd);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "fsync");
    }

    /** Everything of the file system that the descriptor is on. */
    public static void syncFileSystem(int fd) throws PosixException {
        Scratch scratch = Scratch.mine();
        int result;
        try {
            result = (int) SYNCFS.invokeExact(scratch.errno(), fd);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
        scratch.checked(result, "syncfs");
    }

    /** A wish only: a refusal changes nothing and is not reported. */
    public static void advise(int fd, long offset, long length, int advice) {
        try {
            int ignored = (int) FADVISE.invokeExact(Scratch.mine().errno(), fd, offset, length, advice);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
    }

    /** How many of the file's pages are in the kernel's cache; −1 where it does not tell (before Linux 6.5). */
    public static long cachedPages(int fd, long length) {
        Scratch scratch = Scratch.mine();
        MemorySegment range = scratch.small().asSlice(0, 16);
        MemorySegment counts = scratch.small().asSlice(16, 40);
        range.set(ValueLayout.JAVA_LONG, 0, 0);
        range.set(ValueLayout.JAVA_LONG, 8, length);
        try {
            long result = (long) SYSCALL.invokeExact(scratch.errno(), CACHESTAT, fd, range, counts, 0);
            return result < 0 ? -1 : counts.get(ValueLayout.JAVA_LONG, 0);
        } catch (Throwable unexpected) {
            throw Native.broken(unexpected);
        }
    }
}
