package cloud.dumont.agent.container;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import javax.crypto.SecretKey;

/** Compresses and encrypts one block after the other. Not thread-safe; holds native memory until it is closed. */
final class BlockSealer implements AutoCloseable {
    private final BlockCipher cipher = new BlockCipher();
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private byte[] packed = new byte[0];
    private byte codec;

    /**
     * @param level of zstd; 0: none
     * @param to with room for {@code length} + 16
     * @return the stored length; {@link #codec()} says how
     */
    int seal(SecretKey key, Header header, long number, byte stream, byte[] plain, int length, int level, byte[] to) {
        if (level > 0 && Compressibility.worthwhile(plain, length)) {
            int packedLength = compress(plain, length, level);
            if (packedLength < length - length / 64) {
                codec = Format.ZSTD;
                return cipher.seal(key, header, new BlockTag(number, stream, codec, length), packed, packedLength, to);
            }
        }
        codec = Format.PLAIN;
        return cipher.seal(key, header, new BlockTag(number, stream, codec, length), plain, length, to);
    }

    byte codec() {
        return codec;
    }

    private int compress(byte[] plain, int length, int level) {
        int bound = (int) Zstd.compressBound(length);
        if (packed.length < bound) {
            packed = new byte[bound];
        }
        zstd.setLevel(level);
        return zstd.compressByteArray(packed, 0, packed.length, plain, 0, length);
    }

    @Override
    public void close() {
        zstd.close();
    }
}
