package cloud.dumont.instances.backup.store.key;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A workspace's key: 32 bytes that open everything a machine saved. Prints as {@code ***}. */
public final class WorkspaceKey {
    public static final int LENGTH = 32;
    private final byte[] bytes;

    private WorkspaceKey(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a workspace key has " + LENGTH + " bytes");
        }
        this.bytes = bytes;
    }

    public static WorkspaceKey random(SecureRandom random) {
        byte[] fresh = new byte[LENGTH];
        random.nextBytes(fresh);
        return new WorkspaceKey(fresh);
    }

    public static WorkspaceKey of(byte[] bytes) {
        return new WorkspaceKey(bytes.clone());
    }

    /** A copy; for the one who encrypts or decrypts with it. */
    public byte[] reveal() {
        return bytes.clone();
    }

    public String revealBase64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WorkspaceKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "***";
    }
}
