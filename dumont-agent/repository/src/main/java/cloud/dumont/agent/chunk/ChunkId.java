package cloud.dumont.agent.chunk;

import cloud.dumont.agent.wire.BigEndian;
import java.util.HexFormat;

/** HMAC-SHA-256 of a chunk's bytes under the workspace's chunk id key, as four big-endian words. */
public record ChunkId(long a, long b, long c, long d) {
    public static final int BYTES = 32;

    public static ChunkId of(byte[] from, int offset) {
        return new ChunkId(
                BigEndian.getLong(from, offset),
                BigEndian.getLong(from, offset + 8),
                BigEndian.getLong(from, offset + 16),
                BigEndian.getLong(from, offset + 24));
    }

    public void writeTo(byte[] to, int offset) {
        BigEndian.putLong(to, offset, a);
        BigEndian.putLong(to, offset + 8, b);
        BigEndian.putLong(to, offset + 16, c);
        BigEndian.putLong(to, offset + 24, d);
    }

    public byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        writeTo(bytes, 0);
        return bytes;
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(a) + HexFormat.of().toHexDigits(b);
    }
}
