package cloud.dumont.agent.scan;

import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.posix.DirectoryBuffer;
import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.posix.Stat;
import cloud.dumont.agent.posix.StatBuffer;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The directories from the start of a walk down to where it stands. Only the deepest of them are open, each with one
 * buffer; those above are parked and opened again, by {@code ..} of the one below, when the walk comes back.
 */
final class Levels implements AutoCloseable {
    private static final int OPEN = 64;
    private static final int BUFFER = 32 * 1024;
    private static final byte[] UP = {'.', '.'};
    private static final int FLAGS = Open.READ | Open.DIRECTORY | Open.NOFOLLOW | Open.NONBLOCK;
    private final Arena arena;
    private final FileTree tree;
    private final WalkPath path;
    private final StatBuffer stat;
    private final List<Level> stack = new ArrayList<>();
    private final ArrayDeque<DirectoryBuffer> free = new ArrayDeque<>();
    private boolean leaveTimes = true;

    Levels(Arena arena, FileTree tree, WalkPath path, StatBuffer stat) {
        this.arena = arena;
        this.tree = tree;
        this.path = path;
        this.stat = stat;
    }

    boolean isEmpty() {
        return stack.isEmpty();
    }

    Level top() {
        return stack.getLast();
    }

    /** Opens the directory that the path names. @throws PosixException ESTALE if it is not the inode that was seen there */
    void open(long device, long inode, IgnoreRules rules, boolean onlyIncluded, IntConsumer opened)
            throws PosixException {
        int fd = openFd();
        Level level = new Level(fd, device, inode, path.end(), onlyIncluded, rules);
        DirectoryBuffer buffer = buffer();
        try {
            if (!isAt(fd, device, inode)) {
                throw new PosixException("open", Errno.ESTALE);
            }
            opened.accept(fd);
            boolean complete = fill(fd, buffer);
            boolean maybeRules = !complete || buffer.contains(IgnoreFile.NAME);
            IgnoreRules own = maybeRules ? rules.below(IgnoreFile.read(fd), WalkPath.nameOffset(path.end())) : rules;
            stack.add(level.with(buffer, complete, own));
        } catch (PosixException | RuntimeException failed) {
            Open.close(fd);
            free.push(buffer);
            throw failed;
        }
        park();
    }

    private int openFd() throws PosixException {
        if (leaveTimes) {
            try {
                return openFd(FLAGS | Open.NOATIME);
            } catch (PosixException refused) {
                if (!refused.is(Errno.EPERM)) {
                    throw refused;
                }
                leaveTimes = false;
            }
        }
        return openFd(FLAGS);
    }

    private int openFd(int flags) throws PosixException {
        if (!stack.isEmpty()) {
            return Open.number(top().fd(), path.lastName(), flags, 0);
        }
        try (Fd found = tree.open(path.path(), flags)) {
            return found.release();
        }
    }

    private boolean isAt(int fd, long device, long inode) throws PosixException {
        Stat.of(fd, stat);
        return stat.device() == device && stat.inode() == inode;
    }

    // Two reads for nearly every directory, the second of which says that there is no more. @return whether that came
    private static boolean fill(int fd, DirectoryBuffer buffer) throws PosixException {
        buffer.clear();
        while (buffer.hasRoom()) {
            if (buffer.fill(fd) == 0) {
                return true;
            }
        }
        return false;
    }

    private DirectoryBuffer buffer() {
        return free.isEmpty() ? new DirectoryBuffer(arena, BUFFER) : free.pop();
    }

    private void park() {
        int index = stack.size() - 1 - OPEN;
        if (index >= 0) {
            release(stack.get(index));
        }
    }

    private void release(Level level) {
        DirectoryBuffer buffer = level.park();
        if (buffer != null) {
            buffer.clear();
            free.push(buffer);
        }
    }

    /** Takes the deepest one away; the one above it is opened again where it must be. */
    void pop() {
        Level below = stack.removeLast();
        try {
            if (!isEmpty() && top().needsReopening()) {
                reopen(top(), below);
            }
        } finally {
            release(below);
        }
    }

    /** Whether the deepest one can go on; if not it is given up. */
    boolean ready() {
        if (top().needsReopening()) {
            top().giveUp();
            return false;
        }
        return true;
    }

    private void reopen(Level level, Level below) {
        int fd = -1;
        try {
            fd = Open.number(below.fd(), UP, FLAGS, 0);
            if (!isAt(fd, level.device, level.inode)) {
                Open.close(fd);
                fd = -1;
                try (Fd found = tree.open(path.upTo(level.pathLength), FLAGS)) {
                    fd = found.release();
                }
            }
            if (isAt(fd, level.device, level.inode)) {
                level.reopen(fd, buffer());
                return;
            }
        } catch (PosixException moved) {
            level.giveUp();
        }
        if (fd >= 0 && level.isParked()) {
            Open.close(fd);
        }
    }

    @Override
    public void close() {
        stack.forEach(Level::park);
        stack.clear();
    }
}
