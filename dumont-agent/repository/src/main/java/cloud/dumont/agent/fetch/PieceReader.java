package cloud.dumont.agent.fetch;

import cloud.dumont.agent.chunk.ChunkHasher;
import cloud.dumont.agent.container.BlockOpener;
import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.container.Format;
import cloud.dumont.agent.container.Layout;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.Piece;

/** Reads pieces one by one, each checked against its id. Not thread-safe: one per thread. */
public final class PieceReader implements AutoCloseable {
    private final ContainerSource source;
    private final BlockOpener opener = new BlockOpener();
    private final ChunkHasher hasher;
    private byte[] stored = new byte[0];
    private final byte[] plain = new byte[Format.BLOCK];

    public PieceReader(ContainerSource source) {
        this.source = source;
        this.hasher = new ChunkHasher(source.key().chunkIdKey());
    }

    public byte[] read(Piece piece) throws StoreException, DamageException, InterruptedException {
        Layout layout = source.layout(piece.container(), opener);
        byte[] chunk = read(layout, piece.offset(), piece.length());
        if (!hasher.id(chunk, 0, chunk.length).equals(piece.id())) {
            throw new DamageException(new Damage.BadChunk(piece.container(), piece.offset()));
        }
        return chunk;
    }

    private byte[] read(Layout layout, long offset, int length)
            throws StoreException, DamageException, InterruptedException {
        if (offset + length > layout.dataSize()) {
            throw new DamageException(new Damage.BadRecord(layout.name(), "a piece lies beyond the data"));
        }
        int first = layout.blockOf(offset);
        int last = layout.blockOf(offset + length - 1);
        long from = layout.storedAt(first);
        long bytes = layout.storedAt(last) + layout.storedLength(last) - from;
        byte[] chunk = new byte[length];
        int done = 0;
        try (ContainerSource.Reading reading = source.reading(layout, from, bytes)) {
            for (int block = first; block <= last; block++) {
                int size = layout.storedLength(block);
                if (stored.length < size) {
                    stored = new byte[size];
                }
                reading.read(stored, size);
                if (!layout.isData(block)) {
                    continue;
                }
                int plainLength = opener.open(layout, block, stored, 0, plain);
                int skip = (int) (offset + done - layout.plainAt(block));
                int step = Math.min(plainLength - skip, length - done);
                System.arraycopy(plain, skip, chunk, done, step);
                done += step;
            }
        }
        return chunk;
    }

    @Override
    public void close() {
        opener.close();
    }
}
