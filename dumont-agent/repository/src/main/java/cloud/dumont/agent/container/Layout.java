package cloud.dumont.agent.container;

import cloud.dumont.agent.chunk.ChunkId;
import cloud.dumont.agent.wire.ByteReader;
import cloud.dumont.agent.wire.MalformedException;
import javax.crypto.SecretKey;

/** Where everything of one container lies, as its trailer says. Immutable and thread-safe. */
public final class Layout {
    private final Header header;
    private final SecretKey key;
    private final long size;
    private final byte[] streams;
    private final byte[] codecs;
    private final int[] plain;
    private final long[] storedAt;
    private final long[] plainAt;
    private final byte[] chunkTable;
    private final int chunkTableAt;
    private final int chunks;

    private Layout(Header header, SecretKey key, long size, byte[] trailer) throws DamageException, MalformedException {
        this.header = header;
        this.key = key;
        this.size = size;
        ByteReader in = new ByteReader(trailer);
        long blocks = in.u32();
        if (blocks > in.remaining() / 10) {
            throw new MalformedException("more blocks than bytes");
        }
        int count = (int) blocks;
        streams = new byte[count];
        codecs = new byte[count];
        plain = new int[count];
        storedAt = new long[count + 1];
        plainAt = new long[count + 1];
        storedAt[0] = Format.HEADER;
        readBlocks(in);
        long slots = in.u32();
        if (slots * 40 != in.remaining()) {
            throw new MalformedException("the chunk table has another length");
        }
        chunks = (int) slots;
        chunkTable = trailer;
        chunkTableAt = in.position();
    }

    private void readBlocks(ByteReader in) throws MalformedException {
        for (int i = 0; i < plain.length; i++) {
            streams[i] = (byte) in.u8();
            codecs[i] = (byte) in.u8();
            long stored = in.u32();
            long length = in.u32();
            boolean streamKnown = streams[i] == Format.DATA || streams[i] == Format.RECORD && kind() == Kind.COMMIT;
            boolean lengthsFit = length >= 1
                    && length <= Format.BLOCK
                    && stored > Format.TAG
                    && (codecs[i] == Format.PLAIN
                            ? stored == length + Format.TAG
                            : stored <= Format.STORED_BLOCK + 4096);
            if (!streamKnown || codecs[i] < Format.PLAIN || codecs[i] > Format.ZSTD || !lengthsFit) {
                throw new MalformedException("a block of a kind that is not in the format");
            }
            plain[i] = (int) length;
            storedAt[i + 1] = storedAt[i] + stored;
            plainAt[i + 1] = plainAt[i] + (streams[i] == Format.DATA ? length : 0);
        }
    }

    /**
     * @param from holds the container's last bytes, at least its footer
     * @return how many last bytes of the container hold trailer and footer
     */
    public static int tailLength(ContainerName name, byte[] from, int end, long size) throws DamageException {
        if (size < Format.HEADER + Format.TAG + Format.FOOTER || end < Format.FOOTER) {
            throw new DamageException(new Damage.WrongSize(name, size));
        }
        ByteReader footer = new ByteReader(from, end - Format.FOOTER, Format.FOOTER);
        try {
            long stored = footer.u32();
            long length = footer.u32();
            int codec = footer.u8();
            boolean zeros = footer.u8() + footer.u8() + footer.u8() == 0;
            boolean fits = length >= 8 && length <= Format.TRAILER && codec <= Format.ZSTD && stored > Format.TAG;
            if (footer.u32() != Format.FOOTER_MAGIC || !zeros || !fits || stored > Format.TRAILER + Format.BLOCK) {
                throw new DamageException(new Damage.BadTrailer(name));
            }
            if (stored + Format.HEADER + Format.FOOTER > size) {
                throw new DamageException(new Damage.WrongSize(name, size));
            }
            return (int) stored + Format.FOOTER;
        } catch (MalformedException e) {
            throw new DamageException(new Damage.BadTrailer(name));
        }
    }

    /**
     * @param head the container's first 64 bytes
     * @param tail holds, up to {@code end}, the container's last bytes, at least as many as {@link #tailLength} says
     */
    public static Layout open(
            WorkspaceKey key, ContainerName name, byte[] head, byte[] tail, int end, long size, BlockOpener opener)
            throws DamageException {
        int length = tailLength(name, tail, end, size);
        if (length > end) {
            throw new IllegalArgumentException("the tail is longer than that");
        }
        Header header = Header.parse(name, head, 0);
        SecretKey objectKey = key.objectKey(header);
        byte[] trailer = opener.trailer(objectKey, header, tail, end - length, end);
        Layout layout;
        try {
            layout = new Layout(header, objectKey, size, trailer);
        } catch (MalformedException e) {
            throw new DamageException(new Damage.BadTrailer(name));
        }
        if (layout.storedAt[layout.blocks()] + length != size) {
            throw new DamageException(new Damage.WrongSize(name, size));
        }
        return layout;
    }

    private Kind kind() {
        return header.name().kind();
    }

    public ContainerName name() {
        return header.name();
    }

    public long size() {
        return size;
    }

    public int blocks() {
        return plain.length;
    }

    /** Plain bytes of the data stream. */
    public long dataSize() {
        return plainAt[blocks()];
    }

    public boolean isData(int block) {
        return streams[block] == Format.DATA;
    }

    public int plainLength(int block) {
        return plain[block];
    }

    public long storedAt(int block) {
        return storedAt[block];
    }

    public int storedLength(int block) {
        return (int) (storedAt[block + 1] - storedAt[block]);
    }

    /** Where the block's bytes begin in the data stream. */
    public long plainAt(int block) {
        return plainAt[block];
    }

    /** The data block that holds the byte at this offset of the data stream. */
    public int blockOf(long offset) {
        if (offset < 0 || offset >= dataSize()) {
            throw new IndexOutOfBoundsException("beyond the data stream");
        }
        int low = 0;
        int high = blocks() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (plainAt[middle] <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    public int chunks() {
        return chunks;
    }

    public ChunkSlot chunk(int index) {
        ByteReader in = new ByteReader(chunkTable, chunkTableAt + 40 * index, 40);
        try {
            ChunkId id = ChunkId.of(chunkTable, in.skip(ChunkId.BYTES));
            return new ChunkSlot(id, in.u32(), (int) Math.min(Integer.MAX_VALUE, in.u32()));
        } catch (MalformedException e) {
            throw new IndexOutOfBoundsException("beyond the chunk table");
        }
    }

    Header header() {
        return header;
    }

    SecretKey key() {
        return key;
    }

    byte codec(int block) {
        return codecs[block];
    }

    byte stream(int block) {
        return streams[block];
    }
}
