package cloud.dumont.monitoring.agent;

import cloud.dumont.kernel.PlacementId;
import cloud.dumont.web.caller.ServiceIdentity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes nonces that carry their own end and seal. Anybody may ask for one, so asking must not store anything; only a nonce
 * that was signed by the right key is remembered, as spent.
 */
@Component
class Nonces {
    private static final int RANDOM = 16;
    private static final int MAC = 16;
    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();
    private final JdbcClient jdbc;

    Nonces(ServiceIdentity identity, JdbcClient jdbc) {
        byte[] secret = identity.key().getD().decode();
        byte[] purpose = "agent-nonces:".getBytes(StandardCharsets.UTF_8);
        byte[] material = Arrays.copyOf(purpose, purpose.length + secret.length);
        System.arraycopy(secret, 0, material, purpose.length, secret.length);
        this.key = new SecretKeySpec(Signatures.sha256(material), "HmacSHA256");
        this.jdbc = jdbc;
    }

    String make(PlacementId placement, Instant now, Duration life) {
        byte[] head = new byte[RANDOM + Long.BYTES];
        random.nextBytes(head);
        ByteBuffer.wrap(head).putLong(RANDOM, now.plus(life).toEpochMilli());
        byte[] nonce = Arrays.copyOf(head, head.length + MAC);
        System.arraycopy(seal(placement, head), 0, nonce, head.length, MAC);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    /** @return when it ends; empty when it is none of ours, of another placement, or has ended */
    Optional<Instant> check(PlacementId placement, String nonce, Instant now) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != RANDOM + Long.BYTES + MAC) {
            return Optional.empty();
        }
        byte[] head = Arrays.copyOf(bytes, RANDOM + Long.BYTES);
        byte[] seal = Arrays.copyOfRange(bytes, head.length, bytes.length);
        Instant end = Instant.ofEpochMilli(ByteBuffer.wrap(head).getLong(RANDOM));
        return MessageDigest.isEqual(seal, Arrays.copyOf(seal(placement, head), MAC)) && now.isBefore(end)
                ? Optional.of(end)
                : Optional.empty();
    }

    /** @return false when it was spent before */
    boolean spend(String nonce, Instant end) {
        return jdbc.sql("INSERT INTO spent_nonces (nonce, expires_at) VALUES (:nonce, :end) ON CONFLICT DO NOTHING")
                        .param("nonce", nonce)
                        .param("end", end.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    void forgetBefore(Instant now) {
        jdbc.sql("DELETE FROM spent_nonces WHERE expires_at < :now")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private byte[] seal(PlacementId placement, byte[] head) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(placement.text().getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(head), MAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
