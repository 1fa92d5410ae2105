package cloud.dumont.gateway.identity;

import java.util.Base64;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Makes the tokens in mailed links out of the row's id and the pepper: the mail can be written again at any time, yet the
 * database never holds more than the token's hash.
 */
@Component
public class LinkTokens {
    private final Pepper pepper;

    LinkTokens(Pepper pepper) {
        this.pepper = pepper;
    }

    public String of(UUID row) {
        byte[] mac = Hashes.hmac("HmacSHA256", pepper.bytes(), "link:" + row);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }
}
