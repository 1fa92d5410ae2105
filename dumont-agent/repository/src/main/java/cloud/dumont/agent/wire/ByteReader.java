package cloud.dumont.agent.wire;

import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote, and survives anything else: no length is believed before that many bytes are there. */
public final class ByteReader {
    private final byte[] buffer;
    private final int end;
    private int at;

    public ByteReader(byte[] buffer) {
        this(buffer, 0, buffer.length);
    }

    public ByteReader(byte[] buffer, int offset, int length) {
        if (offset < 0 || length < 0 || offset > buffer.length - length) {
            throw new IndexOutOfBoundsException("not within the array");
        }
        this.buffer = buffer;
        this.at = offset;
        this.end = offset + length;
    }

    public int position() {
        return at;
    }

    public int remaining() {
        return end - at;
    }

    public int u8() throws MalformedException {
        need(1);
        return buffer[at++] & 0xFF;
    }

    public long u32() throws MalformedException {
        need(4);
        long value = BigEndian.getUnsignedInt(buffer, at);
        at += 4;
        return value;
    }

    public long u64() throws MalformedException {
        need(8);
        long value = BigEndian.getLong(buffer, at);
        at += 8;
        return value;
    }

    private long leb128() throws MalformedException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = u8();
            if (shift == 63 && next > 1) {
                throw new MalformedException("a number of more than 64 bits");
            }
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new MalformedException("a number of more than ten bytes");
    }

    /** A size, number or offset: at most 2^63 - 1. */
    public long varint() throws MalformedException {
        long value = leb128();
        if (value < 0) {
            throw new MalformedException("a number above 2^63 - 1");
        }
        return value;
    }

    /** A number with an upper limit of its own. */
    public long varint(long most) throws MalformedException {
        long value = varint();
        if (value > most) {
            throw new MalformedException("a number above its limit");
        }
        return value;
    }

    /** How many things follow, each of at least {@code leastBytes}. */
    public int count(int leastBytes) throws MalformedException {
        return (int) varint(remaining() / leastBytes);
    }

    public long svarint() throws MalformedException {
        long value = leb128();
        return value >>> 1 ^ -(value & 1);
    }

    public byte[] raw(int length) throws MalformedException {
        need(length);
        at += length;
        return Arrays.copyOfRange(buffer, at - length, at);
    }

    public byte[] bytes() throws MalformedException {
        return raw((int) varint(remaining()));
    }

    /** Passes over bytes and gives where they began. */
    public int skip(int length) throws MalformedException {
        need(length);
        at += length;
        return at - length;
    }

    public byte[] array() {
        return buffer;
    }

    public void end() throws MalformedException {
        if (at != end) {
            throw new MalformedException("bytes are left over");
        }
    }

    private void need(int length) throws MalformedException {
        if (length < 0 || length > end - at) {
            throw new MalformedException("it ends too soon");
        }
    }
}
