package cloud.dumont.restore.container;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Where the blocks of a container lie, from its trailer. */
public final class BlockTable {
    public static final byte DATA = 1;
    public static final byte RECORD = 2;
    static final int LARGEST_BLOCK = 1024 * 1024;
    private static final int ROW = 10;

    private final byte[] streams;
    private final byte[] codecs;
    private final long[] storedStarts;
    private final int[] plainLengths;
    private final int[] dataBlocks;
    private final long[] dataStarts;
    private final long recordLength;

    private BlockTable(int blocks) {
        streams = new byte[blocks];
        codecs = new byte[blocks];
        storedStarts = new long[blocks + 1];
        plainLengths = new int[blocks];
        dataBlocks = new int[0];
        dataStarts = new long[1];
        recordLength = 0;
    }

    private BlockTable(BlockTable rows, int[] dataBlocks, long[] dataStarts, long recordLength) {
        this.streams = rows.streams;
        this.codecs = rows.codecs;
        this.storedStarts = rows.storedStarts;
        this.plainLengths = rows.plainLengths;
        this.dataBlocks = dataBlocks;
        this.dataStarts = dataStarts;
        this.recordLength = recordLength;
    }

    /** Reads the table at the buffer's position and leaves the position behind it. */
    static BlockTable parse(ContainerId id, ByteBuffer trailer, long storedEnd) throws DamagedException {
        check(id, trailer.remaining() >= 4);
        long blocks = Integer.toUnsignedLong(trailer.getInt());
        check(id, blocks <= trailer.remaining() / ROW);
        BlockTable rows = new BlockTable((int) blocks);
        rows.storedStarts[0] = Header.SIZE;
        for (int i = 0; i < blocks; i++) {
            rows.readRow(id, i, trailer);
        }
        if (rows.storedStarts[(int) blocks] != storedEnd) {
            throw new DamagedException(id.name(), Fault.SIZE, "its blocks do not add up to its size");
        }
        return rows.withStreams();
    }

    private void readRow(ContainerId id, int i, ByteBuffer trailer) throws DamagedException {
        streams[i] = trailer.get();
        codecs[i] = trailer.get();
        long stored = Integer.toUnsignedLong(trailer.getInt());
        long plain = Integer.toUnsignedLong(trailer.getInt());
        check(id, streams[i] == DATA || (streams[i] == RECORD && id.kind() == Kind.COMMIT));
        check(id, plain <= LARGEST_BLOCK && stored >= BlockCipher.TAG && stored <= Integer.MAX_VALUE);
        check(id, codecs[i] == 0 ? stored == plain + BlockCipher.TAG : codecs[i] == 1 && stored <= 2L * LARGEST_BLOCK);
        storedStarts[i + 1] = storedStarts[i] + stored;
        plainLengths[i] = (int) plain;
    }

    private BlockTable withStreams() {
        int[] blocks = new int[streams.length];
        long[] starts = new long[streams.length + 1];
        int data = 0;
        long record = 0;
        for (int i = 0; i < streams.length; i++) {
            if (streams[i] == DATA) {
                blocks[data] = i;
                starts[data + 1] = starts[data] + plainLengths[i];
                data++;
            } else {
                record += plainLengths[i];
            }
        }
        return new BlockTable(this, Arrays.copyOf(blocks, data), Arrays.copyOf(starts, data + 1), record);
    }

    private static void check(ContainerId id, boolean holds) throws DamagedException {
        if (!holds) {
            throw new DamagedException(id.name(), Fault.TRAILER, "its table of blocks makes no sense");
        }
    }

    public int blocks() {
        return streams.length;
    }

    byte stream(int block) {
        return streams[block];
    }

    byte codec(int block) {
        return codecs[block];
    }

    public boolean isData(int block) {
        return streams[block] == DATA;
    }

    public int plainLength(int block) {
        return plainLengths[block];
    }

    /** Where the block lies in the object. */
    public long storedStart(int block) {
        return storedStarts[block];
    }

    public int storedLength(int block) {
        return (int) (storedStarts[block + 1] - storedStarts[block]);
    }

    public long recordLength() {
        return recordLength;
    }

    public long dataLength() {
        return dataStarts[dataBlocks.length];
    }

    public int dataBlocks() {
        return dataBlocks.length;
    }

    /** The number that the n-th block of the data stream has among all blocks. */
    public int dataBlock(int n) {
        return dataBlocks[n];
    }

    /** Where the n-th block of the data stream begins in that stream. */
    public long dataStart(int n) {
        return dataStarts[n];
    }

    /** Which block of the data stream holds the byte at this offset. */
    public int dataBlockAt(long offset) {
        int found = Arrays.binarySearch(dataStarts, 0, dataBlocks.length, offset);
        int n = found >= 0 ? found : -found - 2;
        while (n + 1 < dataBlocks.length && dataStarts[n + 1] == offset) {
            n++;
        }
        return n;
    }

    /** About how many bytes of memory it takes. */
    public int weight() {
        return 200 + streams.length * 14 + dataBlocks.length * 12;
    }
}
