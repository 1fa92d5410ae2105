package cloud.dumont.gateway.identity.sshkey;

import cloud.dumont.web.problem.RefusedException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;

/**
 * One line of an {@code id_….pub} file, checked: a type we take, a body that is really of that type, strong enough.
 *
 * @param text type and body without comment or options
 * @param fingerprint {@code SHA256:…} as {@code ssh-keygen -l} shows it
 */
public record PublicKeyLine(String text, String comment, String fingerprint) {
    private static final int LONGEST = 16_384;
    private static final int SHORTEST_RSA = 2048;
    private static final int LONGEST_RSA = 16_384;
    private static final int ED25519_BYTES = 32;
    private static final Set<String> CURVES = Set.of("nistp256", "nistp384", "nistp521");

    /** @throws RefusedException {@code validation_failed}, {@code key_weak} */
    public static PublicKeyLine parse(String line) {
        String[] parts = line.strip().split("[ \t]+", 3);
        if (line.length() > LONGEST || line.strip().lines().count() != 1 || parts.length < 2) {
            throw new RefusedException(new SshKeyRefusal.NotAKey());
        }
        byte[] body = body(parts[1]);
        check(parts[0], body);
        return new PublicKeyLine(
                parts[0] + " " + Base64.getEncoder().encodeToString(body),
                parts.length == 3 ? parts[2].strip() : "",
                fingerprint(body));
    }

    private static byte[] body(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(new SshKeyRefusal.NotAKey());
        }
    }

    private static void check(String type, byte[] body) {
        ByteBuffer rest = ByteBuffer.wrap(body);
        try {
            if (!type.equals(text(rest))) {
                throw new RefusedException(new SshKeyRefusal.NotAKey());
            }
            switch (type) {
                case "ssh-ed25519" -> expect(field(rest).length == ED25519_BYTES);
                case "ssh-rsa" -> checkRsa(rest);
                case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" -> checkEcdsa(type, rest);
                case "ssh-dss" -> throw new RefusedException(new SshKeyRefusal.Weak("DSA keys are too weak."));
                default -> throw new RefusedException(new SshKeyRefusal.NotAKey());
            }
            expect(!rest.hasRemaining());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new RefusedException(new SshKeyRefusal.NotAKey());
        }
    }

    private static void checkRsa(ByteBuffer rest) {
        BigInteger exponent = new BigInteger(field(rest));
        int bits = new BigInteger(field(rest)).bitLength();
        expect(exponent.signum() > 0 && bits <= LONGEST_RSA);
        if (bits < SHORTEST_RSA || exponent.bitLength() < 2) {
            throw new RefusedException(
                    new SshKeyRefusal.Weak("An RSA key needs " + SHORTEST_RSA + " bits, this one has " + bits + "."));
        }
    }

    private static void checkEcdsa(String type, ByteBuffer rest) {
        String curve = text(rest);
        expect(CURVES.contains(curve) && type.endsWith(curve));
        byte[] point = field(rest);
        expect(point.length > 1 && point[0] == 4);
    }

    private static void expect(boolean holds) {
        if (!holds) {
            throw new RefusedException(new SshKeyRefusal.NotAKey());
        }
    }

    private static String text(ByteBuffer rest) {
        return new String(field(rest), StandardCharsets.US_ASCII);
    }

    private static byte[] field(ByteBuffer rest) {
        int length = rest.getInt();
        if (length <= 0 || length > rest.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] field = new byte[length];
        rest.get(field);
        return field;
    }

    /** @param body the key in its wire form */
    public static String fingerprint(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
