package cloud.dumont.restore.writer;

import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The primitives of the format's page, spelt out by hand. */
public final class Crypto {
    private Crypto() {}

    public static byte[] hkdf(byte[] ikm, byte[] salt, byte[] info) {
        byte[] pseudoRandomKey = hmac(salt, ikm);
        return hmac(pseudoRandomKey, new Bytes().raw(info).u8(1).array());
    }

    public static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public static byte[] seal(byte[] key, byte[] nonce, byte[] plain, byte[] aad) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(aad);
            return cipher.doFinal(plain);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
