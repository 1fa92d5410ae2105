package cloud.dumont.instances.hostkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM; what is sealed for one owner does not open for another. */
final class Seal {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    Seal(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the sealing key has 32 bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    static Seal of(Path keyFile) {
        try {
            return new Seal(Base64.getDecoder().decode(Files.readString(keyFile).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("the sealing key cannot be read", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // only ever on its way between the cipher and a row
    record Sealed(byte[] nonce, byte[] ciphertext) {}

    Sealed close(String owner, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return new Sealed(nonce, crypt(Cipher.ENCRYPT_MODE, owner, nonce, text.getBytes(StandardCharsets.UTF_8)));
    }

    String open(String owner, Sealed sealed) {
        return new String(
                crypt(Cipher.DECRYPT_MODE, owner, sealed.nonce(), sealed.ciphertext()), StandardCharsets.UTF_8);
    }

    private byte[] crypt(int mode, String owner, byte[] nonce, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed secret of " + owner + " does not open", e);
        }
    }
}
