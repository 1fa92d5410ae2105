package cloud.dumont.agent.container;

import cloud.dumont.agent.wire.BigEndian;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import javax.crypto.SecretKey;

/** Decrypts and decompresses one block after the other. Not thread-safe; holds native memory until it is closed. */
public final class BlockOpener implements AutoCloseable {
    private final BlockCipher cipher = new BlockCipher();
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private byte[] packed = new byte[0];

    /**
     * @param stored the block as it lies in the container, from {@code offset}
     * @param to with room for {@link Format#BLOCK} bytes
     * @return its plain length
     */
    public int open(Layout layout, int block, byte[] stored, int offset, byte[] to) throws DamageException {
        byte codec = layout.codec(block);
        int length = layout.plainLength(block);
        BlockTag tag = new BlockTag(block, layout.stream(block), codec, length);
        if (!open(layout.key(), layout.header(), tag, stored, offset, layout.storedLength(block), to)) {
            throw new DamageException(new Damage.BadBlock(layout.name(), block));
        }
        return length;
    }

    byte[] trailer(SecretKey key, Header header, byte[] tail, int from, int end) throws DamageException {
        int footer = end - Format.FOOTER;
        byte[] plain = new byte[BigEndian.getInt(tail, footer + 4)];
        BlockTag tag = new BlockTag(Format.TRAILER_NUMBER, Format.TRAILER_STREAM, tail[footer + 8], plain.length);
        if (!open(key, header, tag, tail, from, footer - from, plain)) {
            throw new DamageException(new Damage.BadTrailer(header.name()));
        }
        return plain;
    }

    private boolean open(SecretKey key, Header header, BlockTag tag, byte[] stored, int offset, int length, byte[] to) {
        if (tag.codec() == Format.PLAIN) {
            return length == tag.plainLength() + Format.TAG
                    && cipher.open(key, header, tag, stored, offset, length, to) == tag.plainLength();
        }
        if (packed.length < length) {
            packed = new byte[Math.max(length, Format.STORED_BLOCK)];
        }
        int packedLength = cipher.open(key, header, tag, stored, offset, length, packed);
        return packedLength >= 0 && unpack(packedLength, to, tag.plainLength());
    }

    private boolean unpack(int length, byte[] to, int plainLength) {
        try {
            return zstd.decompressByteArray(to, 0, plainLength, packed, 0, length) == plainLength;
        } catch (ZstdException e) {
            // Its writer was broken: the tag was right.
            Arrays.fill(to, 0, plainLength, (byte) 0);
            return false;
        }
    }

    @Override
    public void close() {
        zstd.close();
    }
}
