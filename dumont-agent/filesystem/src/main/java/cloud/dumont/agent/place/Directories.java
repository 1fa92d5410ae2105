package cloud.dumont.agent.place;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The directories that were used last, held open: files come in order of directory. Found below the root without links. */
final class Directories implements AutoCloseable {
    private static final int KEPT = 32;
    private static final byte[] ITSELF = {'.'};
    private final Fd root;
    private final Map<RawPath, Handle> kept = new LinkedHashMap<>(64, 0.75f, true);

    /** One use of a directory; close it soon. */
    final class Use implements AutoCloseable {
        private final Handle handle;

        private Use(Handle handle) {
            this.handle = handle;
        }

        int fd() {
            return handle.fd.number();
        }

        @Override
        public void close() {
            release(handle);
        }
    }

    private static final class Handle {
        private final Fd fd;
        private int users;
        private boolean forgotten;

        private Handle(Fd fd) {
            this.fd = fd;
        }
    }

    Directories(Fd root) {
        this.root = root;
    }

    synchronized Use use(RawPath directory) throws PosixException {
        Handle handle = kept.get(directory);
        if (handle == null) {
            handle = new Handle(open(directory, Open.PATH | Open.DIRECTORY));
            kept.put(directory, handle);
        }
        handle.users++;
        shrink();
        return new Use(handle);
    }

    Fd open(RawPath path, int flags) throws PosixException {
        return path.isRoot()
                ? Open.at(root.number(), ITSELF, flags | Open.NOFOLLOW)
                : Open.beneath(root.number(), path.bytes(), flags | Open.NOFOLLOW, 0);
    }

    private void shrink() {
        Iterator<Handle> oldest = kept.values().iterator();
        for (int over = kept.size() - KEPT; over > 0 && oldest.hasNext(); over--) {
            Handle handle = oldest.next();
            if (handle.users == 0) {
                oldest.remove();
                handle.fd.close();
            }
        }
    }

    private synchronized void release(Handle handle) {
        handle.users--;
        if (handle.users == 0 && handle.forgotten) {
            handle.fd.close();
        }
    }

    /** The name stands for something else from now on, or for nothing. */
    synchronized void forget(RawPath path) {
        List<RawPath> gone =
                kept.keySet().stream().filter(each -> each.startsWith(path)).toList();
        for (RawPath each : gone) {
            Handle handle = kept.remove(each);
            if (handle != null) {
                handle.forgotten = true;
                if (handle.users == 0) {
                    handle.fd.close();
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        forget(RawPath.ROOT);
    }
}
