package cloud.dumont.restore.content;

import cloud.dumont.restore.container.ChunkId;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** Recomputes chunk ids. Not for several threads at once: each takes its own. */
public final class ChunkHash {
    private final Mac mac;

    public ChunkHash(SecretKey key) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    public boolean matches(ChunkId id, byte[] chunk) {
        return id.matches(mac.doFinal(chunk));
    }
}
