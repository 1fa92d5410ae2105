package cloud.dumont.agent.files;

import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.posix.Stat;
import cloud.dumont.agent.posix.StatBuffer;
import java.lang.foreign.Arena;

/**
 * What the kernel says of an inode.
 *
 * @param mode the permission bits, {@code 07777}
 * @param mtimeNanos 0 … 999,999,999, also for times before 1970
 * @param device which file system, an opaque number, equal for equal devices until the next boot
 * @param rdevMajor of a device node, else 0
 * @param blocks of 512 bytes that are really stored
 */
public record FileStat(
        FileType type,
        int mode,
        int uid,
        int gid,
        long size,
        long mtimeSeconds,
        int mtimeNanos,
        long ctimeSeconds,
        int ctimeNanos,
        long inode,
        long device,
        int links,
        int rdevMajor,
        int rdevMinor,
        long blocks) {
    private static final int PERMISSIONS = 07777;

    public static FileStat of(StatBuffer stat) {
        return new FileStat(
                FileType.ofMode(stat.mode()),
                stat.mode() & PERMISSIONS,
                stat.uid(),
                stat.gid(),
                stat.size(),
                stat.mtimeSeconds(),
                stat.mtimeNanos(),
                stat.ctimeSeconds(),
                stat.ctimeNanos(),
                stat.inode(),
                stat.device(),
                stat.links(),
                stat.rdevMajor(),
                stat.rdevMinor(),
                stat.blocks());
    }

    /** Of the open file itself. */
    public static FileStat of(Fd fd) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            StatBuffer buffer = new StatBuffer(arena);
            Stat.of(fd.number(), buffer);
            return of(buffer);
        }
    }

    public boolean isRegular() {
        return type == FileType.REGULAR;
    }

    public boolean isDirectory() {
        return type == FileType.DIRECTORY;
    }

    public boolean isSymlink() {
        return type == FileType.SYMLINK;
    }

    public boolean sameInode(FileStat other) {
        return inode == other.inode && device == other.device && type == other.type;
    }

    /** Same inode, size and both times: nothing was written in between. A change time cannot be set by hand. */
    public boolean sameContent(FileStat other) {
        return sameInode(other)
                && size == other.size
                && mtimeSeconds == other.mtimeSeconds
                && mtimeNanos == other.mtimeNanos
                && ctimeSeconds == other.ctimeSeconds
                && ctimeNanos == other.ctimeNanos;
    }

    /** Holes are likely: fewer blocks than the size needs. */
    public boolean maybeSparse() {
        return isRegular() && blocks * 512 < size;
    }
}
