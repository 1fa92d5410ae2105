package cloud.dumont.restore.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The keys that follow from a workspace's key and id. */
public final class Derivations {
    private static final byte[] NO_SALT = new byte[32];

    private final WorkspaceKey key;
    private final byte[] workspace;

    public Derivations(WorkspaceKey key, String workspaceId) {
        this.key = key;
        this.workspace = workspaceId.getBytes(StandardCharsets.UTF_8);
    }

    /** The HMAC key of chunk ids. */
    public SecretKey chunkIds() {
        byte[] prefix = "dvf1/id/".getBytes(StandardCharsets.US_ASCII);
        byte[] info = ByteBuffer.allocate(prefix.length + workspace.length)
                .put(prefix)
                .put(workspace)
                .array();
        return new SecretKeySpec(Hkdf.derive(key.bytes(), NO_SALT, info, 32), "HmacSHA256");
    }

    /** The AES key of one object. */
    public SecretKey object(byte[] salt, byte kind, long epoch, long number) {
        byte[] prefix = "dvf1/object/".getBytes(StandardCharsets.US_ASCII);
        byte[] info = ByteBuffer.allocate(prefix.length + workspace.length + 18)
                .put(prefix)
                .put(workspace)
                .put((byte) 0)
                .put(kind)
                .putLong(epoch)
                .putLong(number)
                .array();
        return new SecretKeySpec(Hkdf.derive(key.bytes(), salt, info, 32), "AES");
    }
}
