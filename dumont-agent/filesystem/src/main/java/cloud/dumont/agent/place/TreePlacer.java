package cloud.dumont.agent.place;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileType;
import cloud.dumont.agent.files.Paths;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.files.TemporaryName;
import cloud.dumont.agent.posix.Attributes;
import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Io;
import cloud.dumont.agent.posix.Nodes;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes nodes below one directory. Nothing outside of it can be reached, whatever is in the way: a symbolic link on a path
 * is never followed, it makes the call fail (ELOOP, ENOTDIR) or is replaced where a directory shall be. Every node appears
 * under its name complete or not at all. Each call may be repeated after a crash at any point. For any number of threads,
 * with one thread for one path; parents come before children, {@link #finishDirectory} after all of them.
 */
public final class TreePlacer implements AutoCloseable {
    private static final int OWNER_ALL = 0700;
    private static final int OWNER_ONLY = 0600;
    private static final int PERMISSIONS = 0777;
    private final Fd root;
    private final Directories directories;
    private final Conflict conflict;
    private final Finishing finishing = new Finishing();
    private final int user = Attributes.effectiveUser();

    private TreePlacer(Fd root, Conflict conflict) {
        this.root = root;
        this.directories = new Directories(root);
        this.conflict = conflict;
    }

    /** @param root an existing directory; links in <em>this</em> path are followed */
    public static TreePlacer open(Path root, Conflict conflict) throws PosixException {
        return new TreePlacer(Open.at(Open.CWD, Paths.bytes(root), Open.READ | Open.DIRECTORY), conflict);
    }

    public PlaceCounts counts() {
        return finishing.counts();
    }

    /**
     * A directory that can be filled, never more open to others than it will be. One that is there is kept with what is in
     * it; something else of that name is replaced or refused.
     */
    public void directory(RawPath path, NodeAttributes attributes) throws PosixException {
        if (path.isRoot()) {
            return;
        }
        try (Directories.Use parent = directories.use(path.parent())) {
            int mode = attributes.mode() & PERMISSIONS | OWNER_ALL;
            if (made(parent, path, mode)) {
                return;
            }
            FileStat there = statOf(path);
            if (there.isDirectory()) {
                keep(path, there);
            } else {
                refuseIfTaken(path);
                Nodes.unlink(parent.fd(), path.name());
                directories.forget(path);
                Nodes.directory(parent.fd(), path.name(), mode);
            }
        }
    }

    private static boolean made(Directories.Use parent, RawPath path, int mode) throws PosixException {
        try {
            Nodes.directory(parent.fd(), path.name(), mode);
            return true;
        } catch (PosixException refused) {
            if (refused.is(Errno.EEXIST)) {
                return false;
            }
            throw refused;
        }
    }

    // Without the owner's bits an ordinary user could not fill it.
    private void keep(RawPath path, FileStat there) throws PosixException {
        if (there.uid() == user && (there.mode() & OWNER_ALL) != OWNER_ALL) {
            try (Fd handle = directories.open(path, Open.PATH | Open.DIRECTORY)) {
                Attributes.modeOfHandle(handle.number(), there.mode() | OWNER_ALL);
            }
        }
    }

    /** Gives a directory its attributes and time, when nothing in it changes any more. */
    public void finishDirectory(RawPath path, NodeAttributes attributes) throws PosixException {
        try (Fd fd = directories.open(path, Open.READ | Open.DIRECTORY)) {
            finishing.open(fd, attributes);
        }
    }

    /**
     * Begins a regular file. Room for all of it is taken now if it is not sparse.
     *
     * @throws PosixException ENOSPC, EDQUOT
     */
    public PartialFile file(RawPath path, long size, boolean sparse) throws PosixException {
        try (Directories.Use parent = directories.use(path.parent())) {
            refuseIfTaken(path);
            byte[] name = TemporaryName.of(path.name());
            Fd leftover = leftover(parent, name);
            boolean resumed = leftover != null;
            Fd fd = leftover != null
                    ? leftover
                    : Open.at(parent.fd(), name, Open.READ_WRITE | Open.CREATE | Open.EXCLUSIVE, OWNER_ONLY);
            PartialFile file = new PartialFile(this, path, fd, size, resumed);
            try {
                file.prepare(sparse);
            } catch (PosixException failed) {
                file.discard();
                throw failed;
            }
            return file;
        }
    }

    // Only what this user's earlier attempt can have left is taken up: nothing planted, nothing with a second name.
    private @Nullable Fd leftover(Directories.Use parent, byte[] name) throws PosixException {
        try {
            Fd fd = Open.at(parent.fd(), name, Open.READ_WRITE | Open.NOFOLLOW | Open.NONBLOCK);
            FileStat stat = FileStat.of(fd);
            if (stat.isRegular() && stat.links() == 1 && stat.uid() == user && stat.mode() == OWNER_ONLY) {
                return fd;
            }
            fd.close();
        } catch (PosixException refused) {
            if (refused.is(Errno.ENOENT)) {
                return null;
            }
        }
        Removal.of(parent.fd(), name);
        return null;
    }

    void finish(Fd fd, NodeAttributes attributes) throws PosixException {
        finishing.open(fd, attributes);
    }

    void discard(RawPath path) throws PosixException {
        try (Directories.Use parent = directories.use(path.parent())) {
            Removal.of(parent.fd(), TemporaryName.of(path.name()));
        }
    }

    /** From the temporary to the final name. */
    void name(RawPath path) throws PosixException {
        try (Directories.Use parent = directories.use(path.parent())) {
            byte[] from = TemporaryName.of(path.name());
            if (conflict == Conflict.REFUSE) {
                Naming.toFree(parent.fd(), from, path.name());
                return;
            }
            try {
                Nodes.rename(parent.fd(), from, parent.fd(), path.name());
            } catch (PosixException refused) {
                if (!refused.is(Errno.EISDIR)) {
                    throw refused;
                }
                remove(path);
                Nodes.rename(parent.fd(), from, parent.fd(), path.name());
            }
        }
    }

    public void symlink(RawPath path, byte[] target, NodeAttributes attributes) throws PosixException {
        try (Directories.Use parent = directories.use(path.parent())) {
            byte[] name = fresh(parent, path);
            Nodes.symlink(parent.fd(), name, target);
            finishHandle(parent, name, FileType.SYMLINK, attributes);
        }
        name(path);
    }

    /** One more name for a file that was placed before. */
    public void hardLink(RawPath path, RawPath existing) throws PosixException {
        try (Directories.Use parent = directories.use(path.parent());
                Directories.Use other = directories.use(existing.parent())) {
            byte[] name = fresh(parent, path);
            Nodes.link(other.fd(), existing.name(), parent.fd(), name);
            name(path);
            // If both were the same file already, the kernel left the temporary name where it was.
            Removal.of(parent.fd(), name);
        }
    }

    /**
     * A fifo, socket or device.
     *
     * @return false where this box does not let us make one; it is counted, and nothing is there
     */
    public boolean special(RawPath path, FileType type, int major, int minor, NodeAttributes attributes)
            throws PosixException {
        try (Directories.Use parent = directories.use(path.parent())) {
            byte[] name = fresh(parent, path);
            Nodes.special(parent.fd(), name, type.code() | OWNER_ONLY, major, minor);
            finishHandle(parent, name, type, attributes);
        } catch (PosixException refused) {
            if (type.isDevice() && refused.is(Errno.EPERM)) {
                finishing.deviceRefused();
                return false;
            }
            throw refused;
        }
        name(path);
        return true;
    }

    private byte[] fresh(Directories.Use parent, RawPath path) throws PosixException {
        refuseIfTaken(path);
        byte[] name = TemporaryName.of(path.name());
        Removal.of(parent.fd(), name);
        return name;
    }

    private void finishHandle(Directories.Use parent, byte[] name, FileType type, NodeAttributes attributes)
            throws PosixException {
        try (Fd handle = Open.at(parent.fd(), name, Open.PATH | Open.NOFOLLOW)) {
            FileStat stat = FileStat.of(handle);
            if (stat.type() != type || stat.links() != 1 || stat.uid() != user) {
                // Somebody put another node in the place of ours.
                throw new PosixException("open", Errno.ESTALE);
            }
            finishing.handle(handle, attributes);
        }
    }

    private void refuseIfTaken(RawPath path) throws PosixException {
        if (conflict == Conflict.REFUSE) {
            try {
                statOf(path);
            } catch (PosixException free) {
                if (free.is(Errno.ENOENT)) {
                    return;
                }
                throw free;
            }
            throw new PosixException("open", Errno.EEXIST);
        }
    }

    private FileStat statOf(RawPath path) throws PosixException {
        try (Fd handle = directories.open(path, Open.PATH)) {
            return FileStat.of(handle);
        }
    }

    /** Takes a path away with all below it; one that is not there is no failure. @throws PosixException EBUSY at a mount */
    public void remove(RawPath path) throws PosixException {
        try (Directories.Use parent = directories.use(path.parent())) {
            Removal.of(parent.fd(), path.name());
        } finally {
            directories.forget(path);
        }
    }

    /**
     * Takes away what a directory has and should not have, leftovers of unfinished files included; mounts stay. Not while a
     * file is being built in it.
     *
     * @return how many names went
     */
    public int removeStale(RawPath directory, Predicate<byte[]> wanted) throws PosixException {
        int removed = 0;
        try (Fd fd = directories.open(directory, Open.READ | Open.DIRECTORY);
                Listing names = new Listing(fd)) {
            for (byte[] name = names.next(); name != null; name = names.next()) {
                if (!wanted.test(name) && removed(directory.child(name))) {
                    removed++;
                }
            }
        }
        return removed;
    }

    private boolean removed(RawPath path) throws PosixException {
        try {
            remove(path);
            return true;
        } catch (PosixException refused) {
            if (refused.is(Errno.EBUSY)) {
                return false;
            }
            throw refused;
        }
    }

    /** Everything placed so far is on the disk when it returns. */
    public void sync() throws PosixException {
        Io.syncFileSystem(root.number());
    }

    @Override
    public void close() {
        directories.close();
        root.close();
    }
}
