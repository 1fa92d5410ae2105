package cloud.dumont.restore.key;

import java.util.Base64;

/** The 32 bytes that open a workspace. Never printed. */
public final class WorkspaceKey {
    private final byte[] bytes;

    private WorkspaceKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static WorkspaceKey of(byte[] bytes) {
        if (bytes.length != 32) {
            throw new IllegalArgumentException("a workspace key has 32 bytes, not " + bytes.length);
        }
        return new WorkspaceKey(bytes.clone());
    }

    public static WorkspaceKey ofBase64(String text) {
        return of(Base64.getDecoder().decode(text.strip()));
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "WorkspaceKey[***]";
    }
}
