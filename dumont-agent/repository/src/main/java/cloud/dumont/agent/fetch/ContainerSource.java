package cloud.dumont.agent.fetch;

import cloud.dumont.agent.container.BlockOpener;
import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.container.Format;
import cloud.dumont.agent.container.Layout;
import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Containers of one workspace as they lie in the store; remembers the layouts used last. Thread-safe. */
public final class ContainerSource {
    private static final int TAIL = 64 << 10;
    private static final long REMEMBERED_BYTES = 12L << 20;
    private static final int TRIES = 5;
    private final ObjectStore store;
    private final WorkspaceKey key;
    private final Map<ContainerName, Layout> layouts = new LinkedHashMap<>(64, 0.75f, true);
    private long remembered;

    public ContainerSource(ObjectStore store, WorkspaceKey key) {
        this.store = store;
        this.key = key;
    }

    public WorkspaceKey key() {
        return key;
    }

    public ObjectStore store() {
        return store;
    }

    public Layout layout(ContainerName name, BlockOpener opener)
            throws StoreException, DamageException, InterruptedException {
        synchronized (layouts) {
            Layout known = layouts.get(name);
            if (known != null) {
                return known;
            }
        }
        Layout layout = load(name, opener);
        synchronized (layouts) {
            if (layouts.put(name, layout) == null) {
                remembered += weight(layout);
            }
            var eldest = layouts.entrySet().iterator();
            while (remembered > REMEMBERED_BYTES && layouts.size() > 1) {
                remembered -= weight(eldest.next().getValue());
                eldest.remove();
            }
        }
        return layout;
    }

    private static long weight(Layout layout) {
        return 256L + 40L * layout.chunks() + 26L * layout.blocks();
    }

    private Layout load(ContainerName name, BlockOpener opener)
            throws StoreException, DamageException, InterruptedException {
        try {
            ObjectStore.Tail tail = store.tail(name.path(), TAIL);
            byte[] last = tail.bytes();
            int need = Layout.tailLength(name, last, last.length, tail.size());
            if (need > last.length) {
                last = store.tail(name.path(), need).bytes();
            }
            byte[] head = tail.size() == last.length
                    ? Arrays.copyOf(last, Format.HEADER)
                    : read(name, 0, Format.HEADER, tail.size());
            return Layout.open(key, name, head, last, last.length, tail.size(), opener);
        } catch (StoreException.Missing e) {
            throw new DamageException(new Damage.Gone(name));
        }
    }

    private byte[] read(ContainerName name, long offset, int length, long size)
            throws StoreException, DamageException, InterruptedException {
        byte[] bytes = new byte[length];
        try (Reading reading = new Reading(name, offset, length, size)) {
            reading.read(bytes, length);
        }
        return bytes;
    }

    /** Reads a stretch of a container from its beginning to its end. */
    public Reading reading(Layout layout, long offset, long length) {
        return new Reading(layout.name(), offset, length, layout.size());
    }

    /** A stretch of a container; goes on where it was when the connection breaks. Not thread-safe. */
    public final class Reading implements AutoCloseable {
        private final ContainerName name;
        private final long end;
        private final long size;
        private long at;
        private InputStream in = InputStream.nullInputStream();
        private boolean open;

        private Reading(ContainerName name, long offset, long length, long size) {
            this.name = name;
            this.at = offset;
            this.end = offset + length;
            this.size = size;
        }

        public long position() {
            return at;
        }

        /** Whether these bytes are still to come. */
        boolean covers(long offset, int length) {
            return at <= offset && offset + length <= end;
        }

        /** The next bytes. */
        public void read(byte[] to, int length) throws StoreException, DamageException, InterruptedException {
            int done = 0;
            int failures = 0;
            while (done < length) {
                try {
                    if (!open) {
                        in = store.get(name.path(), at, end - at);
                        open = true;
                    }
                    int read = in.read(to, done, length - done);
                    if (read < 0) {
                        throw new DamageException(new Damage.WrongSize(name, size));
                    }
                    done += read;
                    at += read;
                } catch (StoreException.Missing e) {
                    throw new DamageException(new Damage.Gone(name));
                } catch (IOException e) {
                    close();
                    if (++failures == TRIES) {
                        throw new StoreException.Unavailable("reading breaks off again and again: " + e);
                    }
                }
            }
        }

        @Override
        public void close() {
            open = false;
            try {
                in.close();
            } catch (IOException e) {
                // Nothing more is wanted of it.
                in = InputStream.nullInputStream();
            }
        }
    }
}
