package cloud.dumont.agent.place;

import cloud.dumont.agent.posix.Attributes;
import cloud.dumont.agent.posix.DirectoryBuffer;
import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Nodes;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.posix.Stat;
import cloud.dumont.agent.posix.StatBuffer;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Takes a name away with all below it: through no link, into no other mount, at any depth with two open directories. */
final class Removal implements AutoCloseable {
    private static final byte[] UP = {'.', '.'};
    private static final int FLAGS = Open.READ | Open.DIRECTORY | Open.NOFOLLOW | Open.NONBLOCK;
    private static final int OWNER_ALL = 0700;
    private static final int BUFFER = 32 * 1024;
    private final Arena arena = Arena.ofConfined();
    private final DirectoryBuffer entries = new DirectoryBuffer(arena, BUFFER);
    private final StatBuffer stat = new StatBuffer(arena);
    private final int user = Attributes.effectiveUser();

    private record Above(byte[] name, long device, long inode) {}

    /** @throws PosixException EBUSY at a mount, with nothing of it touched; ESTALE if the tree is moved about meanwhile */
    static void of(int parent, byte[] name) throws PosixException {
        try {
            Nodes.unlink(parent, name);
        } catch (PosixException refused) {
            if (refused.is(Errno.ENOENT)) {
                return;
            }
            if (!refused.is(Errno.EISDIR)) {
                throw refused;
            }
            try (Removal removal = new Removal()) {
                removal.directory(parent, name);
            }
        }
    }

    private void directory(int parent, byte[] name) throws PosixException {
        Deque<Above> above = new ArrayDeque<>();
        Fd at = enter(parent, name);
        try {
            while (true) {
                byte[] down = clear(at);
                if (down != null) {
                    above.push(new Above(down, stat.device(), stat.inode()));
                    Fd next = enter(at.number(), down);
                    at.close();
                    at = next;
                } else if (above.isEmpty()) {
                    break;
                } else {
                    Above last = above.pop();
                    Fd up = Open.at(at.number(), UP, FLAGS);
                    at.close();
                    at = up;
                    check(at, last);
                    Nodes.removeDirectory(at.number(), last.name());
                }
            }
        } finally {
            at.close();
        }
        Nodes.removeDirectory(parent, name);
    }

    private Fd enter(int parent, byte[] name) throws PosixException {
        Stat.at(parent, name, stat);
        if (stat.mountRoot()) {
            throw new PosixException("unlinkat", Errno.EBUSY);
        }
        if (stat.uid() == user && (stat.mode() & OWNER_ALL) != OWNER_ALL) {
            // An ordinary user cannot empty his own directory otherwise.
            try (Fd handle = Open.at(parent, name, Open.PATH | Open.DIRECTORY | Open.NOFOLLOW)) {
                Attributes.modeOfHandle(handle.number(), OWNER_ALL);
            }
        }
        return Open.at(parent, name, FLAGS);
    }

    // Unlinks all but directories. @return the first directory, with where it is left in stat; null if there is none
    private byte @Nullable [] clear(Fd at) throws PosixException {
        entries.clear();
        DirectoryBuffer.seek(at.number(), 0);
        byte[] directory = null;
        while (directory == null && next(at)) {
            byte[] name = entries.name();
            directory = unlinked(at, name) ? null : name;
        }
        Stat.of(at.number(), stat);
        return directory;
    }

    private boolean next(Fd at) throws PosixException {
        while (!entries.advance()) {
            if (entries.fill(at.number()) == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean unlinked(Fd at, byte[] name) throws PosixException {
        try {
            Nodes.unlink(at.number(), name);
            return true;
        } catch (PosixException refused) {
            if (refused.is(Errno.EISDIR)) {
                return false;
            }
            if (refused.is(Errno.ENOENT)) {
                return true;
            }
            throw refused;
        }
    }

    private void check(Fd at, Above last) throws PosixException {
        Stat.of(at.number(), stat);
        if (stat.device() != last.device() || stat.inode() != last.inode()) {
            throw new PosixException("unlinkat", Errno.ESTALE);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
