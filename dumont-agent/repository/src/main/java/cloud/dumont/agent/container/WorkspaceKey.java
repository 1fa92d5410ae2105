package cloud.dumont.agent.container;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The key of everything one machine saves, and the keys made from it. Immutable and thread-safe. */
public final class WorkspaceKey {
    public static final int BYTES = 32;
    private static final byte[] NO_SALT = new byte[32];
    private final byte[] secret;
    private final byte[] workspace;
    private final SecretKey chunkIdKey;
    private final SecretKey chunkerKey;

    private WorkspaceKey(byte[] secret, String workspace) {
        this.secret = secret;
        this.workspace = workspace.getBytes(StandardCharsets.UTF_8);
        this.chunkIdKey = derive(NO_SALT, info("dvf1/id/"), "HmacSHA256");
        this.chunkerKey = derive(NO_SALT, info("dvf1/gear/"), "HmacSHA256");
    }

    public static WorkspaceKey of(byte[] secret, String workspace) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a workspace key has 32 bytes");
        }
        return new WorkspaceKey(Arrays.copyOf(secret, secret.length), workspace);
    }

    public SecretKey chunkIdKey() {
        return chunkIdKey;
    }

    public SecretKey chunkerKey() {
        return chunkerKey;
    }

    SecretKey objectKey(Header header) {
        ContainerName name = header.name();
        byte[] info = new byte["dvf1/object/".length() + workspace.length + 18];
        java.nio.ByteBuffer.wrap(info)
                .put("dvf1/object/".getBytes(StandardCharsets.US_ASCII))
                .put(workspace)
                .put((byte) 0)
                .put(name.kind().code())
                .putLong(name.epoch())
                .putLong(name.number());
        return derive(header.salt(), info, "AES");
    }

    private byte[] info(String use) {
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        info.writeBytes(use.getBytes(StandardCharsets.US_ASCII));
        info.writeBytes(workspace);
        return info.toByteArray();
    }

    private SecretKey derive(byte[] salt, byte[] info, String algorithm) {
        try {
            HKDFParameterSpec what = HKDFParameterSpec.ofExtract()
                    .addIKM(new SecretKeySpec(secret, "Generic"))
                    .addSalt(salt)
                    .thenExpand(info, 32);
            return new SecretKeySpec(KDF.getInstance("HKDF-SHA256").deriveData(what), algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HKDF-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "WorkspaceKey[***]";
    }
}
