package cloud.dumont.web.caller;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;

/**
 * Signs the short-lived tokens that services show each other: ES256, one audience, 60 s. A token made for a user's
 * request carries that user; one made for the service's own work has the subject {@code svc:<name>}.
 */
public final class ServiceTokens {
    public static final String SERVICE_SUBJECT = "svc:";
    static final String SCOPES = "scp";
    static final String HANDLE = "handle";
    static final String ACTOR_TYPE = "act_type";
    static final String ACTOR_ID = "act_id";
    static final String ROLE = "role";
    private static final Duration LIFE = Duration.ofSeconds(60);

    private final ServiceIdentity identity;
    private final InstantSource clock;

    public ServiceTokens(ServiceIdentity identity, InstantSource clock) {
        this.identity = identity;
        this.clock = clock;
    }

    public String forService(String audience) {
        return sign(claims(audience).subject(SERVICE_SUBJECT + identity.name()).build());
    }

    public String forCaller(String audience, Caller caller) {
        return sign(claims(audience)
                .subject(caller.user().text())
                .claim(SCOPES, String.join(" ", caller.scopes()))
                .claim(HANDLE, caller.handle())
                .claim(ACTOR_TYPE, caller.actorType())
                .claim(ACTOR_ID, caller.actorId())
                .claim(ROLE, caller.role())
                .build());
    }

    /** Other tokens of this service, e.g. those of agents. */
    public String sign(JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(identity.name())
                            .type(JOSEObjectType.JWT)
                            .build(),
                    claims);
            jwt.sign(new ECDSASigner(identity.key()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the service key cannot sign", e);
        }
    }

    public JWTClaimsSet.Builder claims(String audience) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(identity.name())
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(UUID.randomUUID().toString());
    }
}
