package cloud.dumont.agent.fetch;

import cloud.dumont.agent.chunk.ChunkHasher;
import cloud.dumont.agent.container.BlockOpener;
import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.container.Format;
import cloud.dumont.agent.container.Layout;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.Piece;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is wanted of one container after the other, in the order of its bytes and in as few requests as make sense. Not
 * thread-safe: one per worker. Holds up to two blocks and one chunk.
 */
final class ContainerFetch<T> implements AutoCloseable {
    /** Stored bytes that are rather read and thrown away than asked around. */
    private static final long GAP = 256 << 10;

    private static final byte[] NOTHING = new byte[0];

    /** A longer buffer is not kept for the next chunk. */
    private static final int KEPT = 2 << 20;

    private final ContainerSource source;
    private final FetchSink<T> sink;
    private final BlockOpener opener = new BlockOpener();
    private final ChunkHasher hasher;
    private byte[] stored = new byte[0];
    private byte[] chunk = NOTHING;
    private final byte[] plain = new byte[Format.BLOCK];
    private ContainerSource.@Nullable Reading reading;
    private List<Want<T>> current = List.of();
    private int next;
    private int openBlock = -1;
    private @Nullable Damage openDamage;

    ContainerFetch(ContainerSource source, FetchSink<T> sink) {
        this.source = source;
        this.sink = sink;
        this.hasher = new ChunkHasher(source.key().chunkIdKey());
    }

    /** @param wants of that container, by rising offset */
    void fetch(ContainerName name, List<Want<T>> wants) throws StoreException, InterruptedException {
        Layout layout;
        try {
            layout = source.layout(name, opener);
        } catch (DamageException e) {
            for (Want<T> want : wants) {
                sink.lost(want.tag(), want.piece(), e.damage());
            }
            return;
        }
        openBlock = -1;
        try {
            for (int i = 0; i < wants.size(); ) {
                int next = i + 1;
                while (next < wants.size()
                        && wants.get(next).piece().offset()
                                == wants.get(i).piece().offset()
                        && wants.get(next).piece().equals(wants.get(i).piece())) {
                    next++;
                }
                one(layout, wants, i, next);
                i = next;
            }
        } finally {
            stopReading();
        }
    }

    private void one(Layout layout, List<Want<T>> wants, int from, int to) throws StoreException, InterruptedException {
        Piece piece = wants.get(from).piece();
        Damage damage;
        try {
            deliver(layout, wants, from, to);
            return;
        } catch (DamageException e) {
            damage = e.damage();
        }
        for (int i = from; i < to; i++) {
            sink.lost(wants.get(i).tag(), piece, damage);
        }
    }

    private void deliver(Layout layout, List<Want<T>> wants, int from, int to)
            throws StoreException, DamageException, InterruptedException {
        Piece piece = wants.get(from).piece();
        if (piece.offset() + piece.length() > layout.dataSize()) {
            throw new DamageException(new Damage.BadRecord(layout.name(), "a piece lies beyond the data"));
        }
        current = wants;
        next = to;
        int block = layout.blockOf(piece.offset());
        open(layout, block);
        int begin = (int) (piece.offset() - layout.plainAt(block));
        byte[] bytes = plain;
        if (begin + piece.length() > layout.plainLength(block)) {
            gather(layout, piece);
            bytes = chunk;
            begin = 0;
        }
        if (!hasher.id(bytes, begin, piece.length()).equals(piece.id())) {
            throw new DamageException(new Damage.BadChunk(layout.name(), piece.offset()));
        }
        for (int i = from; i < to; i++) {
            sink.piece(wants.get(i).tag(), bytes, begin, piece.length());
        }
        if (chunk.length > KEPT) {
            chunk = NOTHING;
        }
    }

    private void gather(Layout layout, Piece piece) throws StoreException, DamageException, InterruptedException {
        if (chunk.length < piece.length()) {
            chunk = NOTHING;
            chunk = new byte[piece.length()];
        }
        int done = 0;
        for (int block = layout.blockOf(piece.offset()); done < piece.length(); block++) {
            if (layout.isData(block)) {
                open(layout, block);
                int skip = (int) (piece.offset() + done - layout.plainAt(block));
                int step = Math.min(layout.plainLength(block) - skip, piece.length() - done);
                System.arraycopy(plain, skip, chunk, done, step);
                done += step;
            }
        }
    }

    /** Up to where one request should read: over all wants that follow without a large gap. */
    private long readTo(Layout layout) {
        long end = storedEnd(layout, current.get(next - 1).piece());
        for (int i = next; i < current.size(); i++) {
            Piece piece = current.get(i).piece();
            if (piece.offset() + piece.length() > layout.dataSize()
                    || layout.storedAt(layout.blockOf(piece.offset())) > end + GAP) {
                break;
            }
            end = Math.max(end, storedEnd(layout, piece));
        }
        return end;
    }

    private static long storedEnd(Layout layout, Piece piece) {
        int last = layout.blockOf(piece.offset() + piece.length() - 1);
        return layout.storedAt(last) + layout.storedLength(last);
    }

    private void open(Layout layout, int block) throws StoreException, DamageException, InterruptedException {
        if (openBlock == block) {
            if (openDamage != null) {
                throw new DamageException(openDamage);
            }
            return;
        }
        readBlock(layout, block);
        openBlock = block;
        openDamage = null;
        try {
            opener.open(layout, block, stored, 0, plain);
        } catch (DamageException e) {
            openDamage = e.damage();
            throw e;
        }
    }

    private void readBlock(Layout layout, int block) throws StoreException, DamageException, InterruptedException {
        long at = layout.storedAt(block);
        ContainerSource.Reading from = reading;
        if (from == null
                || !from.covers(at, layout.storedLength(block))
                || at - from.position() > GAP + Format.STORED_BLOCK) {
            stopReading();
            long end = Math.max(readTo(layout), at + layout.storedLength(block));
            from = source.reading(layout, at, end - at);
            reading = from;
        }
        int size = layout.storedLength(block);
        if (stored.length < size) {
            stored = new byte[Math.max(size, Math.min(Format.STORED_BLOCK, 2 * stored.length))];
        }
        openBlock = -1;
        while (from.position() < at) {
            int step = (int) Math.min(stored.length, at - from.position());
            from.read(stored, step);
        }
        from.read(stored, size);
    }

    private void stopReading() {
        if (reading != null) {
            reading.close();
            reading = null;
        }
    }

    @Override
    public void close() {
        stopReading();
        opener.close();
    }
}
