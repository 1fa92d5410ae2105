package cloud.dumont.agent.place;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.Xattr;
import cloud.dumont.agent.posix.Attributes;
import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.ExtendedAttributes;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.PosixException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives a node its owner, attributes, mode and time, in the order in which none undoes another: a change of owner takes
 * set-user-id and capabilities away, and the mode of a file with an access control list is a part of that list.
 */
final class Finishing {
    private static final int SET_ID = 06000;
    private final AtomicLong owners = new AtomicLong();
    private final AtomicLong xattrs = new AtomicLong();
    private final AtomicLong devices = new AtomicLong();

    PlaceCounts counts() {
        return new PlaceCounts(owners.get(), xattrs.get(), devices.get());
    }

    void deviceRefused() {
        devices.incrementAndGet();
    }

    /** An open regular file or directory. */
    void open(Fd fd, NodeAttributes wanted) throws PosixException {
        FileStat now = FileStat.of(fd);
        boolean owned =
                sameOwner(now, wanted) || owner(() -> Attributes.owner(fd.number(), wanted.uid(), wanted.gid()));
        setXattrs(fd, wanted);
        Attributes.mode(fd.number(), modeFor(wanted, owned));
        Attributes.modified(fd.number(), wanted.mtimeSeconds(), wanted.mtimeNanos());
    }

    /** Any other node, by a mere handle. */
    void handle(Fd handle, NodeAttributes wanted) throws PosixException {
        FileStat now = FileStat.of(handle);
        int number = handle.number();
        boolean owned =
                sameOwner(now, wanted) || owner(() -> Attributes.ownerOfHandle(number, wanted.uid(), wanted.gid()));
        setXattrs(handle, wanted);
        if (!now.isSymlink()) {
            Attributes.modeOfHandle(number, modeFor(wanted, owned));
        }
        Attributes.modifiedOfHandle(number, wanted.mtimeSeconds(), wanted.mtimeNanos());
    }

    private interface Change {
        void make() throws PosixException;
    }

    private boolean owner(Change change) throws PosixException {
        try {
            change.make();
            return true;
        } catch (PosixException refused) {
            // EINVAL: an owner that this user namespace does not have.
            if (!refused.denied() && !refused.is(Errno.EINVAL)) {
                throw refused;
            }
            owners.incrementAndGet();
            return false;
        }
    }

    private static boolean sameOwner(FileStat now, NodeAttributes wanted) {
        return now.uid() == wanted.uid() && now.gid() == wanted.gid();
    }

    // With somebody else as the owner the bit would give somebody else's rights.
    private static int modeFor(NodeAttributes wanted, boolean owned) {
        return owned ? wanted.mode() : wanted.mode() & ~SET_ID;
    }

    private void setXattrs(Fd fd, NodeAttributes wanted) throws PosixException {
        for (byte[] name : listed(fd)) {
            if (wanted.xattrs().entries().stream().noneMatch(each -> Arrays.equals(each.name(), name))) {
                // Inherited from the directory, or of what was here before.
                attempt(() -> ExtendedAttributes.remove(fd.number(), name));
            }
        }
        for (Xattr xattr : wanted.xattrs().entries()) {
            attempt(() -> ExtendedAttributes.set(fd.number(), xattr.name(), xattr.value()));
        }
    }

    private static Iterable<byte[]> listed(Fd fd) {
        try {
            return ExtendedAttributes.names(fd.number());
        } catch (PosixException unknown) {
            return List.of();
        }
    }

    private void attempt(Change change) throws PosixException {
        try {
            change.make();
        } catch (PosixException refused) {
            if (refused.is(Errno.ENOSPC) || refused.is(Errno.EDQUOT) || refused.is(Errno.EIO)) {
                throw refused;
            }
            xattrs.incrementAndGet();
        }
    }
}
