package cloud.dumont.restore.container;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/** Opens stored blocks of one container. Not for several threads at once. */
final class BlockCipher {
    static final int TAG = 16;
    static final byte TRAILER_STREAM = 0x54;
    static final long TRAILER_NUMBER = -1;

    private final SecretKey key;
    private final byte[] header;
    private final Cipher cipher;

    BlockCipher(SecretKey key, byte[] header) {
        this.key = key;
        this.header = header;
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /** The plain bytes, or null if the tag, the frame or the length does not hold. */
    byte @Nullable [] open(
            long number, byte stream, byte codec, int plainLength, byte[] stored, int offset, int length) {
        byte[] payload = decrypt(number, stream, codec, plainLength, stored, offset, length);
        if (payload == null) {
            return null;
        }
        if (codec == 0) {
            return payload.length == plainLength ? payload : null;
        }
        byte[] plain = new byte[plainLength];
        try {
            long size = Zstd.decompressByteArray(plain, 0, plainLength, payload, 0, payload.length);
            return size == plainLength ? plain : null;
        } catch (ZstdException e) {
            return null;
        }
    }

    private byte @Nullable [] decrypt(
            long number, byte stream, byte codec, int plainLength, byte[] stored, int offset, int length) {
        byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(number).array();
        byte[] numbers = ByteBuffer.allocate(14)
                .putLong(number)
                .put(stream)
                .put(codec)
                .putInt(plainLength)
                .array();
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG * 8, nonce));
            cipher.updateAAD(header);
            cipher.updateAAD(numbers);
            return cipher.doFinal(stored, offset, length);
        } catch (AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM does not work here", e);
        }
    }
}
