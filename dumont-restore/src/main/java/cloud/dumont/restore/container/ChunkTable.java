package cloud.dumont.restore.container;

import java.nio.ByteBuffer;

/** Which chunks a container says that it holds, from its trailer. */
public final class ChunkTable {
    public static final int LARGEST_CHUNK = 8 * 1024 * 1024;
    private static final int ROW = 40;

    private final ByteBuffer rows;
    private final int count;

    private ChunkTable(ByteBuffer rows, int count) {
        this.rows = rows;
        this.count = count;
    }

    static ChunkTable parse(ContainerId id, ByteBuffer trailer, long dataLength) throws DamagedException {
        check(id, trailer.remaining() >= 4);
        long count = Integer.toUnsignedLong(trailer.getInt());
        check(id, count * ROW == trailer.remaining());
        ChunkTable table = new ChunkTable(trailer.slice(), (int) count);
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long length = table.length(i);
            check(id, length >= 1 && length <= LARGEST_CHUNK && table.offset(i) + length <= dataLength);
            sum += length;
        }
        check(id, sum <= dataLength);
        return table;
    }

    private static void check(ContainerId id, boolean holds) throws DamagedException {
        if (!holds) {
            throw new DamagedException(id.name(), Fault.TRAILER, "its table of chunks makes no sense");
        }
    }

    public int count() {
        return count;
    }

    public ChunkId id(int i) {
        byte[] id = new byte[32];
        rows.get(i * ROW, id);
        return new ChunkId(id);
    }

    public long offset(int i) {
        return Integer.toUnsignedLong(rows.getInt(i * ROW + 32));
    }

    public int length(int i) {
        return rows.getInt(i * ROW + 36);
    }
}
