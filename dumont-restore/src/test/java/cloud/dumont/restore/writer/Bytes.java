package cloud.dumont.restore.writer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Appends values as the format's page spells them. */
public final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public Bytes u8(int value) {
        out.write(value);
        return this;
    }

    public Bytes u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public Bytes u32(long value) {
        return raw(ByteBuffer.allocate(4).putInt((int) value).array());
    }

    public Bytes u64(long value) {
        return raw(ByteBuffer.allocate(8).putLong(value).array());
    }

    public Bytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public Bytes ascii(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    public Bytes varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            u8((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    public Bytes svarint(long value) {
        return varint(value << 1 ^ value >> 63);
    }

    public Bytes bytes(byte[] bytes) {
        return varint(bytes.length).raw(bytes);
    }

    public int size() {
        return out.size();
    }

    public byte[] array() {
        return out.toByteArray();
    }
}
