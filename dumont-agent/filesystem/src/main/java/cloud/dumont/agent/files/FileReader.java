package cloud.dumont.agent.files;

import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Io;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.posix.ThisThread;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The content of one regular file, and whether it held still while it was read. Its time of access stays as it was where
 * that is allowed, and reading a big file does not push other data out of the kernel's cache. For one thread at a time.
 */
public final class FileReader implements AutoCloseable {
    private static final int FLAGS = Open.READ | Open.NONBLOCK;
    private static final long BIG = 8L << 20;
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(12);
    private static final int TICKS_TO_WAIT = 8;
    private final Fd fd;
    private final FileStat before;
    private final boolean leaveNoTrace;

    private FileReader(Fd fd, FileStat before) {
        this.fd = fd;
        this.before = before;
        this.leaveNoTrace = before.size() >= BIG && Io.cachedPages(fd.number(), before.size()) == 0;
        if (before.size() >= BIG) {
            Io.advise(fd.number(), 0, 0, Io.SEQUENTIAL);
        }
    }

    static FileReader open(FileTree tree, RawPath path, FileStat expected) throws PosixException {
        Fd fd = openQuietly(tree, path);
        try {
            FileStat found = settled(fd);
            if (!found.isRegular() || !found.sameInode(expected)) {
                throw new PosixException("open", Errno.ESTALE);
            }
            return new FileReader(fd, found);
        } catch (PosixException | RuntimeException refused) {
            fd.close();
            throw refused;
        }
    }

    // Only the owner may leave the time of access alone.
    private static Fd openQuietly(FileTree tree, RawPath path) throws PosixException {
        try {
            return tree.open(path, FLAGS | Open.NOATIME);
        } catch (PosixException refused) {
            if (!refused.is(Errno.EPERM)) {
                throw refused;
            }
            return tree.open(path, FLAGS);
        }
    }

    // The kernel's file clock moves in steps. A write in the step of the last change would leave no trace in the times,
    // so
    // the step is waited out, some milliseconds at most.
    private static FileStat settled(Fd fd) throws PosixException {
        FileStat stat = FileStat.of(fd);
        for (int i = 0; i < TICKS_TO_WAIT && inThisTick(stat); i++) {
            LockSupport.parkNanos(TICK / TICKS_TO_WAIT * 2);
            stat = FileStat.of(fd);
        }
        return stat;
    }

    private static boolean inThisTick(FileStat stat) {
        long changed = stat.ctimeSeconds() * 1_000_000_000L + stat.ctimeNanos();
        long ahead = changed - ThisThread.fileClockNanos();
        // Far ahead is a clock that was set back: the next write shows all the same.
        return ahead >= 0 && ahead < TICK;
    }

    /** As it was when it was opened; its size may differ from what the scan saw. */
    public FileStat stat() {
        return before;
    }

    public Xattrs xattrs() throws PosixException {
        return Xattrs.of(fd);
    }

    /** Reads until the part is full or the file ends. @return how many bytes came, 0 at the end */
    public int read(long offset, byte[] into, int at, int length) throws PosixException {
        return Io.read(fd.number(), offset, into, at, length);
    }

    /** One read. @return how many bytes came, 0 at the end */
    public int read(long offset, MemorySegment into) throws PosixException {
        return Io.read(fd.number(), offset, into);
    }

    /**
     * The run at the offset, of data or of a hole, for walking a file with any number of them: go on at its end. A file
     * system that does not know its holes says that all is data.
     */
    public Extent extentAt(long offset) throws PosixException {
        long size = before.size();
        if (offset >= size) {
            return new Extent(size, 0, false);
        }
        long data = Io.nextData(fd.number(), offset);
        if (data < 0 || data >= size) {
            return new Extent(offset, size - offset, true);
        }
        if (data > offset) {
            return new Extent(offset, data - offset, true);
        }
        long hole = Io.nextHole(fd.number(), offset);
        long end = hole < 0 ? size : Math.min(hole, size);
        return new Extent(offset, Math.max(1, end - offset), false);
    }

    /** All runs in order; they cover the size exactly. */
    public List<Extent> extents() throws PosixException {
        List<Extent> runs = new ArrayList<>();
        long size = before.size();
        if (!before.maybeSparse()) {
            return size == 0 ? List.of() : List.of(new Extent(0, size, false));
        }
        for (long at = 0; at < size; ) {
            Extent run = extentAt(at);
            runs.add(run);
            at = run.end();
        }
        return runs;
    }

    /** Whether nothing was written, truncated or changed in any way since it was opened, writes through mappings aside. */
    public boolean stillTheSame() throws PosixException {
        return FileStat.of(fd).sameContent(before);
    }

    @Override
    public void close() {
        if (leaveNoTrace && fd.isOpen()) {
            Io.advise(fd.number(), 0, 0, Io.DONT_NEED);
        }
        fd.close();
    }
}
