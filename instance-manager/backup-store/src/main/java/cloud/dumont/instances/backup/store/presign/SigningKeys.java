package cloud.dumont.instances.backup.store.presign;

import cloud.dumont.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The day's signing key, derived once a day. */
final class SigningKeys {
    static final String SERVICE = "s3";
    private static final String HMAC = "HmacSHA256";
    private final Secret secret;
    private final String region;
    private volatile @Nullable OfDay latest;

    SigningKeys(Secret secret, String region) {
        this.secret = secret;
        this.region = region;
    }

    SecretKeySpec on(Instant now) {
        LocalDate day = now.atOffset(ZoneOffset.UTC).toLocalDate();
        OfDay known = latest;
        if (known == null || !known.day.equals(day)) {
            known = new OfDay(day, derive(day));
            latest = known;
        }
        return known.key;
    }

    private SecretKeySpec derive(LocalDate day) {
        byte[] key = ("AWS4" + secret.reveal()).getBytes(StandardCharsets.UTF_8);
        for (String step :
                new String[] {day.format(DateTimeFormatter.BASIC_ISO_DATE), region, SERVICE, "aws4_request"}) {
            key = hmac(new SecretKeySpec(key, HMAC), step);
        }
        return new SecretKeySpec(key, HMAC);
    }

    static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + HMAC, impossible);
        }
    }

    private record OfDay(LocalDate day, SecretKeySpec key) {}
}
