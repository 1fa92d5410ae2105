package cloud.dumont.web.request;

import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What makes a repeated POST one POST: 8–255 visible characters, with or without quotes. */
public record IdempotencyKey(String value) {
    public static final String HEADER = "Idempotency-Key";

    /** @throws RefusedException {@code idempotency_key_invalid} when there is one that is none */
    public static Optional<IdempotencyKey> of(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        String value = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"")
                ? header.substring(1, header.length() - 1)
                : header;
        if (value.length() < 8 || value.length() > 255 || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new RefusedException(new CommonRefusal.IdempotencyKeyInvalid());
        }
        return Optional.of(new IdempotencyKey(value));
    }

    /** Tells whether a repeated key is really the same request. */
    public static byte[] fingerprint(String method, String route, String canonicalBody) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((method + "\n" + route + "\n").getBytes(StandardCharsets.UTF_8));
            return digest.digest(canonicalBody.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
