package cloud.dumont.monitoring.agent;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Ed25519 as agents use it. */
public final class Signatures {
    private Signatures() {}

    /** @param signature base64; anything that is no valid signature by the key is simply false */
    public static boolean verify(byte[] publicKey, byte[] message, String signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key(publicKey));
            verifier.update(message);
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    static boolean isKey(byte[] publicKey) {
        try {
            return key(publicKey).getAlgorithm().startsWith("Ed");
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PublicKey key(byte[] publicKey) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(publicKey));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
