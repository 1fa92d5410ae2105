package cloud.dumont.agent.container;

import cloud.dumont.agent.chunk.ChunkId;
import cloud.dumont.agent.store.SegmentBody;
import cloud.dumont.agent.wire.BigEndian;
import cloud.dumont.agent.wire.ByteWriter;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import javax.crypto.SecretKey;

/**
 * Makes one container. Chunks are gathered in blocks of a mebibyte, so small ones share a zstd frame. The body grows as blocks
 * are sealed and is whole after {@link #finish()}. Not thread-safe.
 */
public final class ContainerWriter {
    private final Header header;
    private final SecretKey key;
    private final Sealers sealers;
    private final SegmentBody body;
    private final ArrayDeque<Future<SealedBlock>> underWay = new ArrayDeque<>();
    private final ByteWriter blocks = new ByteWriter(512);
    private final ByteWriter chunks = new ByteWriter(2048);
    private final Gathering data = new Gathering(Format.DATA);
    private final Gathering record = new Gathering(Format.RECORD);
    private long nextBlock;
    private int blockCount;
    private int chunkCount;
    private boolean finished;

    /** @param salt 32 bytes that no other object has */
    public ContainerWriter(WorkspaceKey key, ContainerName name, byte[] salt, Sealers sealers, SegmentBody body)
            throws InterruptedException {
        this.header = Header.of(name, salt);
        this.key = key.objectKey(header);
        this.sealers = sealers;
        this.body = body;
        body.write(header.bytes(), 0, Format.HEADER);
    }

    public ContainerName name() {
        return header.name();
    }

    public SegmentBody body() {
        return body;
    }

    public int chunkCount() {
        return chunkCount;
    }

    public long plainSize() {
        return data.total;
    }

    /** What it will be stored as at most, without its trailer. */
    public long storedAtMost() {
        return body.size() + data.filled + record.filled + (long) underWay.size() * Format.STORED_BLOCK;
    }

    public ChunkSlot chunk(ChunkId id, byte[] from, int offset, int length) throws InterruptedException {
        if (length < 1 || length > Format.CHUNK || data.total + length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a chunk of that length, or there, is not in the format");
        }
        ChunkSlot slot = new ChunkSlot(id, data.total, length);
        gather(data, from, offset, length);
        chunks.raw(id.bytes()).u32(slot.offset()).u32(length);
        chunkCount++;
        return slot;
    }

    public void record(byte[] from, int offset, int length) throws InterruptedException {
        gather(record, from, offset, length);
    }

    public void finish() throws InterruptedException {
        if (finished) {
            throw new IllegalStateException("it is finished");
        }
        finished = true;
        cut(data);
        cut(record);
        while (!underWay.isEmpty()) {
            store(underWay.remove());
        }
        ByteWriter trailer = new ByteWriter(blocks.size() + chunks.size() + 8);
        trailer.u32(blockCount).raw(blocks.array(), 0, blocks.size());
        trailer.u32(chunkCount).raw(chunks.array(), 0, chunks.size());
        BlockSealer sealer = sealers.borrow();
        byte[] stored = new byte[trailer.size() + Format.TAG];
        int size = sealer.seal(
                key, header, Format.TRAILER_NUMBER, Format.TRAILER_STREAM, trailer.array(), trailer.size(), 1, stored);
        byte[] footer = new byte[Format.FOOTER];
        BigEndian.putInt(footer, 0, size);
        BigEndian.putInt(footer, 4, trailer.size());
        footer[8] = sealer.codec();
        BigEndian.putInt(footer, 12, Format.FOOTER_MAGIC);
        sealers.giveBack(sealer);
        body.write(stored, 0, size);
        body.write(footer, 0, Format.FOOTER);
    }

    private void gather(Gathering into, byte[] from, int offset, int length) throws InterruptedException {
        int done = 0;
        while (done < length) {
            if (into.array == null) {
                into.array = sealers.array();
            }
            int step = Math.min(length - done, Format.BLOCK - into.filled);
            System.arraycopy(from, offset + done, into.array, into.filled, step);
            into.filled += step;
            into.total += step;
            done += step;
            if (into.filled == Format.BLOCK) {
                cut(into);
            }
        }
    }

    private void cut(Gathering from) throws InterruptedException {
        if (from.array == null) {
            return;
        }
        while (underWay.size() >= sealers.depth()) {
            store(underWay.remove());
        }
        underWay.add(sealers.seal(key, header, nextBlock++, from.stream, from.array, from.filled));
        from.array = null;
        from.filled = 0;
        while (!underWay.isEmpty() && underWay.peek().isDone()) {
            store(underWay.remove());
        }
    }

    private void store(Future<SealedBlock> future) throws InterruptedException {
        SealedBlock block;
        try {
            block = future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a block could not be sealed", e.getCause());
        }
        body.write(block.stored(), 0, block.size());
        sealers.giveBack(block.stored());
        blocks.u8(block.stream()).u8(block.codec()).u32(block.size()).u32(block.plainLength());
        blockCount++;
    }

    /** A block of one stream that is being filled. */
    private static final class Gathering {
        private final byte stream;
        private byte @org.jspecify.annotations.Nullable [] array;
        private int filled;
        private long total;

        Gathering(byte stream) {
            this.stream = stream;
        }
    }
}
