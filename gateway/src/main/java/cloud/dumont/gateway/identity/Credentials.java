package cloud.dumont.gateway.identity;

import cloud.dumont.gateway.identity.apikey.ApiKeyText;
import cloud.dumont.gateway.identity.apikey.KnownKeys;
import cloud.dumont.gateway.identity.revocation.Revocations;
import cloud.dumont.gateway.identity.session.AccessToken;
import cloud.dumont.gateway.identity.session.AccessTokens;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Checks what stands behind {@code Authorization: Bearer}: an access token of a login, or an API key. */
@Component
public class Credentials {
    /** A stream opened with a key lives as long as one opened with a login does. */
    private static final Duration KEY_VISIT = Duration.ofMinutes(10);

    private final AccessTokens tokens;
    private final KnownKeys keys;
    private final Revocations revocations;
    private final InstantSource clock;

    Credentials(AccessTokens tokens, KnownKeys keys, Revocations revocations, InstantSource clock) {
        this.tokens = tokens;
        this.keys = keys;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** @throws RefusedException with a {@link CredentialRefusal} */
    public Holder check(String bearer, String ip) {
        return bearer.startsWith(ApiKeyText.PREFIX) ? key(bearer, ip) : session(bearer);
    }

    private Holder session(String bearer) {
        AccessToken token = tokens.verify(bearer, clock.instant());
        if (revocations.isRevoked(token.session())) {
            throw new RefusedException(CredentialRefusal.TOKEN_REVOKED);
        }
        String actor = token.role().equals("user") ? "user" : "operator";
        return new Holder(
                new Caller(
                        token.user(),
                        token.handle(),
                        Scopes.OF_SESSIONS,
                        actor,
                        token.user().text(),
                        token.role()),
                token.session().text(),
                true,
                token.expires(),
                token.requestsPerMinute());
    }

    private Holder key(String bearer, String ip) {
        Instant now = clock.instant();
        KnownKeys.Known key =
                keys.find(bearer, now).orElseThrow(() -> new RefusedException(CredentialRefusal.UNAUTHENTICATED));
        if (!key.accountActive() || key.revoked() || revocations.isRevoked(key.id())) {
            throw new RefusedException(CredentialRefusal.TOKEN_REVOKED);
        }
        if (!now.isBefore(key.expiresAt())) {
            throw new RefusedException(CredentialRefusal.API_KEY_EXPIRED);
        }
        keys.used(key, now, ip);
        Instant visitEnds = now.plus(KEY_VISIT);
        return new Holder(
                new Caller(
                        key.user(),
                        key.handle(),
                        key.scopes(),
                        "api_key",
                        key.id().text(),
                        "user"),
                key.id().text(),
                false,
                key.expiresAt().isBefore(visitEnds) ? key.expiresAt() : visitEnds,
                key.requestsPerMinute());
    }
}
