package cloud.dumont.agent.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A growing array with the number forms of the format. Not thread-safe. */
public final class ByteWriter {
    private byte[] buffer;
    private int size;

    public ByteWriter(int expected) {
        buffer = new byte[Math.max(16, expected)];
    }

    public int size() {
        return size;
    }

    /** The array behind it, good until the next write. */
    public byte[] array() {
        return buffer;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    public void clear() {
        size = 0;
    }

    /** Takes back what was written beyond {@code length}. */
    public void truncate(int length) {
        if (length < 0 || length > size) {
            throw new IllegalArgumentException("not within what was written");
        }
        size = length;
    }

    public ByteWriter u8(int value) {
        room(1);
        buffer[size++] = (byte) value;
        return this;
    }

    public ByteWriter u32(long value) {
        room(4);
        BigEndian.putInt(buffer, size, (int) value);
        size += 4;
        return this;
    }

    public ByteWriter u64(long value) {
        room(8);
        BigEndian.putLong(buffer, size, value);
        size += 8;
        return this;
    }

    /** Unsigned LEB128 of all 64 bits. */
    public ByteWriter varint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
        return this;
    }

    public ByteWriter svarint(long value) {
        return varint(value << 1 ^ value >> 63);
    }

    public ByteWriter raw(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, buffer, size, length);
        size += length;
        return this;
    }

    public ByteWriter raw(byte[] from) {
        return raw(from, 0, from.length);
    }

    public ByteWriter bytes(byte[] from) {
        return varint(from.length).raw(from);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(buffer, 0, size);
    }

    private void room(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(
                    buffer, Math.max(Math.addExact(size, more), Math.min(size, Integer.MAX_VALUE / 2 - 8) * 2));
        }
    }
}
