package cloud.dumont.agent.files;

import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Nodes;
import cloud.dumont.agent.posix.PosixException;

/** A handle on one inode of any type, held fast while its name may come and go. Opening it touches nothing. */
public final class FileNode implements AutoCloseable {
    private static final byte[] ITSELF = {};
    private final Fd fd;

    FileNode(Fd fd) {
        this.fd = fd;
    }

    public FileStat stat() throws PosixException {
        return FileStat.of(fd);
    }

    /** Where a symbolic link points. */
    public byte[] target() throws PosixException {
        return Nodes.readLink(fd.number(), ITSELF);
    }

    public Xattrs xattrs() throws PosixException {
        return Xattrs.of(fd);
    }

    @Override
    public void close() {
        fd.close();
    }
}
