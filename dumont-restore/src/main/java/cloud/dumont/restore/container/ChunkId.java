package cloud.dumont.restore.container;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** The keyed hash of a chunk's bytes: 32 bytes. */
public final class ChunkId {
    private final byte[] bytes;

    public ChunkId(byte[] bytes) {
        if (bytes.length != 32) {
            throw new IllegalArgumentException("a chunk id has 32 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /** The first eight bytes. */
    public long prefix() {
        return ByteBuffer.wrap(bytes).getLong();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public boolean matches(byte[] hash) {
        return Arrays.equals(bytes, hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChunkId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes, 0, 8);
    }
}
