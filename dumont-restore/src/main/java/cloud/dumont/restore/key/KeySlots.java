package cloud.dumont.restore.key;

import cloud.dumont.restore.json.JsonObject;
import cloud.dumont.restore.source.ObjectSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The wrapped copies of a workspace's key that lie beside its data. */
public final class KeySlots {
    private static final int LARGEST_SLOT = 64 * 1024;
    private static final long MOST_ITERATIONS = 10_000_000;
    private static final int NONCE = 12;
    private static final int WRAPPED = NONCE + 32 + 16;

    private final ObjectSource source;
    private final String root;
    private final String workspaceId;

    public KeySlots(ObjectSource source, String root, String workspaceId) {
        this.source = source;
        this.root = root;
        this.workspaceId = workspaceId;
    }

    /** Opens {@code keys/passphrase}. The passphrase is the caller's to wipe. */
    public WorkspaceKey byPassphrase(char[] passphrase) throws IOException {
        JsonObject slot = read("passphrase");
        String kdf = slot.text("kdf");
        if (!"PBKDF2-HMAC-SHA256".equals(kdf)) {
            throw new KeyRefused("keys/passphrase uses " + kdf + ", which this program does not know");
        }
        long iterations = slot.number("iterations");
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new KeyRefused("keys/passphrase asks for " + iterations + " iterations");
        }
        byte[] wrapping = stretch(passphrase, base64(slot, "salt"), (int) iterations);
        return unwrap(slot, "passphrase", wrapping, "the passphrase does not fit, or keys/passphrase is damaged");
    }

    /** Opens {@code keys/platform} with the platform's key-encryption key of 32 bytes. */
    public WorkspaceKey byPlatformKey(byte[] keyEncryptionKey) throws IOException {
        if (keyEncryptionKey.length != 32) {
            throw new KeyRefused("a platform key has 32 bytes, not " + keyEncryptionKey.length);
        }
        JsonObject slot = read("platform");
        return unwrap(
                slot,
                "platform",
                keyEncryptionKey,
                "the platform key does not fit keys/platform (it wants \"" + slot.text("kek")
                        + "\"), or that is damaged");
    }

    private JsonObject read(String slot) throws IOException {
        JsonObject json = JsonObject.parse(source.read(root + "keys/" + slot, LARGEST_SLOT), "keys/" + slot);
        if (!slot.equals(json.text("slot"))) {
            throw new KeyRefused("keys/" + slot + " says that it is \"" + json.text("slot") + "\"");
        }
        return json;
    }

    private static byte[] stretch(char[] passphrase, byte[] salt, int iterations) throws KeyRefused {
        if (salt.length == 0) {
            throw new KeyRefused("keys/passphrase has no salt");
        }
        PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, 256);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    private WorkspaceKey unwrap(JsonObject slot, String name, byte[] wrapping, String misfit) throws IOException {
        byte[] wrapped = base64(slot, "wrapped");
        if (wrapped.length != WRAPPED) {
            throw new KeyRefused("keys/" + name + " holds " + wrapped.length + " bytes instead of " + WRAPPED);
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(wrapping, "AES"),
                    new GCMParameterSpec(128, wrapped, 0, NONCE));
            cipher.updateAAD(("dvf1/key/" + workspaceId + "/" + name).getBytes(StandardCharsets.UTF_8));
            byte[] key = cipher.doFinal(wrapped, NONCE, wrapped.length - NONCE);
            WorkspaceKey opened = WorkspaceKey.of(key);
            Arrays.fill(key, (byte) 0);
            return opened;
        } catch (AEADBadTagException e) {
            throw new KeyRefused(misfit, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    private static byte[] base64(JsonObject slot, String member) throws IOException {
        try {
            return Base64.getDecoder().decode(slot.text(member));
        } catch (IllegalArgumentException e) {
            throw new KeyRefused("\"" + member + "\" of a key slot is not base64", e);
        }
    }
}
