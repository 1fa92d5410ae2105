package cloud.dumont.gateway.identity.account;

import cloud.dumont.gateway.identity.Hashes;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * {@code bcrypt(base64(HMAC-SHA-384(pepper, password)))}: 64 characters go in whatever the password's length, so bcrypt's
 * limit of 72 bytes is never met, and a stolen table alone cannot be guessed against.
 */
final class PepperedBcrypt implements PasswordEncoder {
    private final byte[] pepper;
    private final BCryptPasswordEncoder bcrypt;

    PepperedBcrypt(byte[] pepper, int cost) {
        this.pepper = pepper.clone();
        this.bcrypt = new BCryptPasswordEncoder(cost);
    }

    @Override
    public @Nullable String encode(@Nullable CharSequence password) {
        return password == null ? null : bcrypt.encode(peppered(password));
    }

    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
        return password != null && hash != null && bcrypt.matches(peppered(password), hash);
    }

    private String peppered(CharSequence password) {
        return Base64.getEncoder().encodeToString(Hashes.hmac("HmacSHA384", pepper, password.toString()));
    }
}
