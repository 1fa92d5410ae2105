package cloud.dumont.gateway.limits;

import cloud.dumont.web.problem.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Bounds the guesses at one account's password, wherever they come from; the account is never locked. */
@Component
public class AccountLimit {
    private final Limits limits;

    AccountLimit(Limits limits) {
        this.limits = limits;
    }

    /** @param email also one that nobody has, so that it cannot be told apart @throws RefusedException {@code rate_limited} */
    public void take(String email) {
        // The address itself stays out of Redis.
        UUID key = UUID.nameUUIDFromBytes(email.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        Decision decision = limits.take(new Policy("auth", limits.config().authAccount()), key.toString());
        if (!decision.allowed()) {
            throw new RefusedException(new RateLimited(decision));
        }
    }
}
