package cloud.dumont.agent.scan;

import cloud.dumont.agent.posix.DirectoryBuffer;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import org.jspecify.annotations.Nullable;

/** One directory of the walk's stack: open, or parked with nothing but the place to go on at. */
final class Level {
    private static final int CLOSED = -1;
    final long device;
    final long inode;
    /** How long the directory's path is in the walk's buffer. */
    final int pathLength;

    /** Only what the policy includes is looked at: the directory itself is excluded. */
    final boolean onlyIncluded;

    final IgnoreRules rules;
    boolean whole = true;
    private int fd;
    private @Nullable DirectoryBuffer entries;
    private boolean atEnd;
    private boolean ended;
    private long resumeAt;

    Level(int fd, long device, long inode, int pathLength, boolean onlyIncluded, IgnoreRules rules) {
        this.fd = fd;
        this.device = device;
        this.inode = inode;
        this.pathLength = pathLength;
        this.onlyIncluded = onlyIncluded;
        this.rules = rules;
    }

    /** The same directory under its own list of patterns. */
    Level with(DirectoryBuffer buffer, boolean complete, IgnoreRules ownRules) {
        Level level = new Level(fd, device, inode, pathLength, onlyIncluded, ownRules);
        level.entries = buffer;
        level.atEnd = complete;
        return level;
    }

    int fd() {
        return fd;
    }

    boolean isParked() {
        return fd == CLOSED;
    }

    DirectoryBuffer entries() {
        if (entries == null) {
            throw new IllegalStateException("a parked directory has no entries");
        }
        return entries;
    }

    /** @return false when all entries have been seen */
    boolean advance() throws PosixException {
        if (ended) {
            return false;
        }
        DirectoryBuffer buffer = entries();
        while (!buffer.advance()) {
            if (atEnd || buffer.fill(fd) == 0) {
                ended = true;
                return false;
            }
        }
        resumeAt = buffer.offsetAfter();
        return true;
    }

    /** Ends it before its time. */
    void giveUp() {
        ended = true;
        whole = false;
    }

    /** Closes the directory. @return the buffer, for others */
    @Nullable
    DirectoryBuffer park() {
        DirectoryBuffer free = entries;
        entries = null;
        if (fd != CLOSED) {
            Open.close(fd);
            fd = CLOSED;
        }
        return free;
    }

    boolean needsReopening() {
        return isParked() && !ended;
    }

    void reopen(int newFd, DirectoryBuffer buffer) throws PosixException {
        fd = newFd;
        entries = buffer;
        atEnd = false;
        DirectoryBuffer.seek(newFd, resumeAt);
    }
}
