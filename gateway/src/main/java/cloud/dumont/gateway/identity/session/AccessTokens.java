package cloud.dumont.gateway.identity.session;

import cloud.dumont.gateway.identity.CredentialRefusal;
import cloud.dumont.gateway.identity.IdentityConfig;
import cloud.dumont.gateway.identity.Scopes;
import cloud.dumont.kernel.SessionId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.RefusedException;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.jsonwebtoken.Jwts;
import java.security.PrivateKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes and reads access tokens: ES256 and nothing else, this issuer, this audience, this type, ten minutes. */
@Component
public class AccessTokens {
    public static final Duration LIFE = Duration.ofMinutes(10);
    private static final Duration LEEWAY = Duration.ofSeconds(30);
    private static final String AUDIENCE = "dumont-api";
    private static final String TYPE = "at+jwt";

    private final AccessKeys keys;
    private final PrivateKey signer;
    private final String issuer;
    private final DefaultJWTProcessor<SecurityContext> reader = new DefaultJWTProcessor<>();

    AccessTokens(AccessKeys keys, IdentityConfig config) {
        this.keys = keys;
        this.issuer = config.publicUrl();
        try {
            this.signer = keys.signing().toECPrivateKey();
        } catch (JOSEException e) {
            throw new IllegalStateException("the access key cannot sign", e);
        }
        reader.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(keys.published())));
        reader.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(TYPE)));
        // Times are compared below, with the service's clock.
        reader.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    String issue(LoggedIn who, Instant now) {
        return Jwts.builder()
                .header()
                .type(TYPE)
                .keyId(keys.signing().getKeyID())
                .and()
                .issuer(issuer)
                .audience()
                .single(AUDIENCE)
                .subject(who.user().text())
                .claim("sid", who.session().text())
                .claim("scp", String.join(" ", Scopes.OF_SESSIONS))
                .claim("sev", who.securityEpoch())
                .claim("handle", who.handle())
                .claim("role", who.role())
                .claim("rpm", who.requestsPerMinute())
                .id(UUID.randomUUID().toString())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(LIFE)))
                .signWith(signer, Jwts.SIG.ES256)
                .compact();
    }

    /** @throws RefusedException {@code unauthenticated}, {@code token_expired} */
    public AccessToken verify(String text, Instant now) {
        try {
            JWTClaimsSet claims = reader.process(text, null);
            Date expires = claims.getExpirationTime();
            Date issued = claims.getIssueTime();
            if (!issuer.equals(claims.getIssuer())
                    || !List.of(AUDIENCE).equals(claims.getAudience())
                    || expires == null
                    || issued == null
                    || issued.toInstant().isAfter(now.plus(LEEWAY))) {
                throw new RefusedException(CredentialRefusal.UNAUTHENTICATED);
            }
            if (!now.isBefore(expires.toInstant().plus(LEEWAY))) {
                throw new RefusedException(CredentialRefusal.TOKEN_EXPIRED);
            }
            return new AccessToken(
                    UserId.parse(claims.getSubject()),
                    claims.getStringClaim("handle"),
                    claims.getStringClaim("role"),
                    SessionId.parse(claims.getStringClaim("sid")),
                    claims.getIntegerClaim("rpm"),
                    expires.toInstant());
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            throw new RefusedException(CredentialRefusal.UNAUTHENTICATED);
        }
    }
}
