package cloud.dumont.instances.provisioning;

import cloud.dumont.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** The one-time token of a box. Only its hash is kept; the token goes into the box's environment and nowhere else. */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record BootstrapToken(Secret token, byte[] hash) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    public static BootstrapToken make() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        String token = "dcb_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return new BootstrapToken(new Secret(token), sha256(token));
    }

    static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
