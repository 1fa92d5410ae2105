package cloud.dumont.agent.place;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Io;
import cloud.dumont.agent.posix.PosixException;
import java.lang.foreign.MemorySegment;

/**
 * A regular file while it is built, under a temporary name beside its final one. Pieces may come in any order and from any
 * number of threads; what is not written reads as zeros. Exactly one of {@link #complete}, {@link #discard} or
 * {@link #close} ends it; closed without the others it stays for the next attempt.
 */
public final class PartialFile implements AutoCloseable {
    private static final long WORTH_RESERVING = 1 << 20;
    private final TreePlacer placer;
    private final RawPath path;
    private final Fd fd;
    private final long size;
    private final boolean resumed;

    PartialFile(TreePlacer placer, RawPath path, Fd fd, long size, boolean resumed) {
        this.placer = placer;
        this.path = path;
        this.fd = fd;
        this.size = size;
        this.resumed = resumed;
    }

    void prepare(boolean sparse) throws PosixException {
        if (!sparse && size >= WORTH_RESERVING) {
            try {
                Io.reserve(fd.number(), 0, size);
            } catch (PosixException refused) {
                if (!refused.is(Errno.EOPNOTSUPP) && !refused.is(Errno.ENOSYS)) {
                    throw refused;
                }
            }
        }
        if (FileStat.of(fd).size() != size) {
            Io.size(fd.number(), size);
        }
    }

    public RawPath path() {
        return path;
    }

    public long size() {
        return size;
    }

    /** Something of an earlier attempt is in it, right or wrong: compare it by {@link #read}, or write over it. */
    public boolean resumed() {
        return resumed;
    }

    public void write(long offset, byte[] from, int at, int length) throws PosixException {
        Io.write(fd.number(), offset, from, at, length);
    }

    public void write(long offset, MemorySegment from) throws PosixException {
        Io.write(fd.number(), offset, from);
    }

    /** Makes a hole where an earlier attempt may have written; needless in a file that is not {@link #resumed}. */
    public void hole(long offset, long length) throws PosixException {
        if (resumed && length > 0) {
            Io.punchHole(fd.number(), offset, length);
        }
    }

    /** @return how many bytes came, fewer than asked only at the end */
    public int read(long offset, byte[] into, int at, int length) throws PosixException {
        return Io.read(fd.number(), offset, into, at, length);
    }

    /** All is written: gives it its attributes and its name, at once and whole. */
    public void complete(NodeAttributes attributes) throws PosixException {
        try {
            placer.finish(fd, attributes);
            placer.name(path);
        } finally {
            fd.close();
        }
    }

    /** Leaves nothing behind. */
    public void discard() throws PosixException {
        fd.close();
        placer.discard(path);
    }

    @Override
    public void close() {
        fd.close();
    }
}
