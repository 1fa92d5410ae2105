package cloud.dumont.restore.container;

import cloud.dumont.restore.key.Derivations;
import cloud.dumont.restore.source.MissingObject;
import cloud.dumont.restore.source.ObjectSource;
import cloud.dumont.restore.source.ObjectTooLarge;
import cloud.dumont.restore.source.Tail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.SecretKey;

/** Opens the containers of one workspace and remembers the layouts of those that were used last. */
public final class Containers {
    /** Room for a typical trailer, and for all of a typical commit. */
    private static final int FIRST_TAIL = 64 * 1024;

    private static final int LARGE_TRAILER = 2 * 1024 * 1024;

    private final ObjectSource source;
    private final String root;
    private final Derivations keys;
    private final int cacheBytes;
    private final Map<ContainerId, Layout> cache = new LinkedHashMap<>(64, 0.75f, true);
    private final ReentrantLock oneLargeTrailer = new ReentrantLock();
    private int cached;

    /** @param cacheBytes how much memory the layouts may take together */
    public Containers(ObjectSource source, String root, Derivations keys, int cacheBytes) {
        this.source = source;
        this.root = root;
        this.keys = keys;
        this.cacheBytes = cacheBytes;
    }

    public Layout layout(ContainerId id) throws IOException {
        synchronized (cache) {
            Layout known = cache.get(id);
            if (known != null) {
                return known;
            }
        }
        Layout layout = open(id).layout();
        remember(layout);
        return layout;
    }

    private void remember(Layout layout) {
        synchronized (cache) {
            if (cache.put(layout.id(), layout) == null) {
                cached += layout.weight();
            }
            var oldest = cache.values().iterator();
            while (cached > cacheBytes && cache.size() > 1) {
                cached -= oldest.next().weight();
                oldest.remove();
            }
        }
    }

    /** Reads header, trailer and footer: two requests, or one for a small object. */
    public OpenedContainer open(ContainerId id) throws IOException {
        String name = root + id.name();
        try {
            Tail tail = source.readTail(name, FIRST_TAIL);
            checkSize(id, tail.objectSize());
            boolean whole = tail.bytes().length == tail.objectSize();
            byte[] start = whole ? tail.bytes() : source.readRange(name, 0, Header.SIZE);
            Header header = header(id, start);
            Footer footer = Footer.parse(id, tail.bytes(), tail.objectSize());
            int wanted = footer.storedLength() + Footer.SIZE;
            if (wanted <= LARGE_TRAILER) {
                byte[] end = wanted <= tail.bytes().length ? tail.bytes() : end(id, name, tail, wanted);
                return open(id, header, footer, end, tail.objectSize());
            }
            oneLargeTrailer.lock();
            try {
                return open(id, header, footer, end(id, name, tail, wanted), tail.objectSize());
            } finally {
                oneLargeTrailer.unlock();
            }
        } catch (MissingObject e) {
            throw missing(id);
        }
    }

    /** Opens a container all of whose bytes are at hand. */
    public OpenedContainer open(ContainerId id, byte[] object) throws IOException {
        checkSize(id, object.length);
        return open(id, header(id, object), Footer.parse(id, object, object.length), object, object.length);
    }

    /** The whole object. */
    public byte[] bytes(ContainerId id, int limit) throws IOException {
        try {
            return source.read(root + id.name(), limit);
        } catch (MissingObject e) {
            throw missing(id);
        } catch (ObjectTooLarge e) {
            throw new DamagedException(id.name(), Fault.SIZE, "it is larger than anything of its kind may be");
        }
    }

    /** A part of the object; one that ends before is damage. */
    public byte[] range(ContainerId id, long offset, int length) throws IOException {
        try {
            byte[] bytes = source.readRange(root + id.name(), offset, length);
            if (bytes.length != length) {
                throw new DamagedException(id.name(), Fault.SIZE, "it is shorter than it was");
            }
            return bytes;
        } catch (MissingObject e) {
            throw missing(id);
        }
    }

    private byte[] end(ContainerId id, String name, Tail tail, int wanted) throws IOException {
        byte[] end = source.readRange(name, tail.objectSize() - wanted, wanted);
        if (end.length != wanted) {
            throw new DamagedException(id.name(), Fault.SIZE, "it became shorter while it was read");
        }
        return end;
    }

    private static Header header(ContainerId id, byte[] start) throws IOException {
        if (start.length < Header.SIZE) {
            throw new DamagedException(id.name(), Fault.SIZE, "it became shorter while it was read");
        }
        return Header.parse(id, start, 0);
    }

    private OpenedContainer open(ContainerId id, Header header, Footer footer, byte[] end, long size)
            throws IOException {
        SecretKey key = keys.object(header.salt(), id.kind().code(), id.epoch(), id.number());
        int start = end.length - Footer.SIZE - footer.storedLength();
        byte[] trailer = new BlockCipher(key, header.bytes())
                .open(
                        BlockCipher.TRAILER_NUMBER,
                        BlockCipher.TRAILER_STREAM,
                        footer.codec(),
                        footer.plainLength(),
                        end,
                        start,
                        footer.storedLength());
        if (trailer == null) {
            throw new DamagedException(
                    id.name(), Fault.TRAILER, "its trailer is damaged (or it was written with another key)");
        }
        ByteBuffer rows = ByteBuffer.wrap(trailer);
        BlockTable blocks = BlockTable.parse(id, rows, size - Footer.SIZE - footer.storedLength());
        ChunkTable chunks = ChunkTable.parse(id, rows, blocks.dataLength());
        return new OpenedContainer(new Layout(id, header.bytes(), key, blocks), chunks, size);
    }

    private static void checkSize(ContainerId id, long size) throws DamagedException {
        if (size < Header.SIZE + Footer.SIZE + BlockCipher.TAG) {
            throw new DamagedException(
                    id.name(), Fault.SIZE, size == 0 ? "it is empty" : "it is only " + size + " bytes long");
        }
    }

    private static DamagedException missing(ContainerId id) {
        return new DamagedException(id.name(), Fault.MISSING, "it is not in the store");
    }
}
