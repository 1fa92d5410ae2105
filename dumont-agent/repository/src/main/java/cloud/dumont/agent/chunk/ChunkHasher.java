package cloud.dumont.agent.chunk;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;

/** Makes chunk ids. Not thread-safe: one per thread. */
public final class ChunkHasher {
    private final Mac mac;
    private final byte[] digest = new byte[ChunkId.BYTES];

    public ChunkHasher(SecretKey chunkIdKey) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(chunkIdKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }

    public ChunkId id(byte[] from, int offset, int length) {
        mac.update(from, offset, length);
        try {
            mac.doFinal(digest, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("a digest has 32 bytes", e);
        }
        return ChunkId.of(digest, 0);
    }
}
