package cloud.dumont.restore.record;

import cloud.dumont.restore.container.ChunkId;
import java.util.Arrays;

/** Reads values of records from bytes that may be hostile: nothing is allocated that the bytes at hand do not fill. */
public final class RecordReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    public RecordReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    public int position() {
        return at;
    }

    public boolean atEnd() {
        return at >= end;
    }

    int unsignedByte() throws MalformedRecord {
        if (at >= end) {
            throw new MalformedRecord("it ends too early");
        }
        return bytes[at++] & 0xFF;
    }

    /** All 64 bits. */
    private long bits() throws MalformedRecord {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = unsignedByte();
            if (shift == 63 && b > 1) {
                break;
            }
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new MalformedRecord("a number has more than 64 bits");
    }

    long varint() throws MalformedRecord {
        return varint(Long.MAX_VALUE);
    }

    long varint(long largest) throws MalformedRecord {
        long value = bits();
        if (value < 0 || value > largest) {
            throw new MalformedRecord("a number is larger than it may be");
        }
        return value;
    }

    long svarint() throws MalformedRecord {
        long value = bits();
        return (value >>> 1) ^ -(value & 1);
    }

    /** How many things follow, each of which takes {@code smallest} bytes at least. */
    int count(int smallest) throws MalformedRecord {
        return (int) varint((end - at) / smallest);
    }

    byte[] bytes() throws MalformedRecord {
        int length = count(1);
        return raw(length);
    }

    byte[] raw(int length) throws MalformedRecord {
        if (length > end - at) {
            throw new MalformedRecord("it ends too early");
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    ChunkId chunkId() throws MalformedRecord {
        return new ChunkId(raw(32));
    }

    RawPath path() throws MalformedRecord {
        byte[] path = bytes();
        if (!RawPath.wellFormed(path)) {
            throw new MalformedRecord("a path is not one");
        }
        return RawPath.owning(path);
    }
}
