package cloud.dumont.gateway.agentplane;

import cloud.dumont.gateway.identity.CredentialRefusal;
import cloud.dumont.web.caller.ServiceIdentity;
import cloud.dumont.web.caller.TrustedTokens;
import cloud.dumont.web.problem.RefusedException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.stereotype.Component;

/** Checks the tokens of enrolled boxes; monitoring-service, which makes them, checks them again. */
@Component
public class AgentTokens {
    private static final String AUDIENCE = "agent";
    private static final String ISSUER = "monitoring-service";

    private final JwtDecoder decoder;

    AgentTokens(ServiceIdentity identity) {
        this.decoder = TrustedTokens.decoder(identity, AUDIENCE);
    }

    /** @return the placement @throws RefusedException {@code unauthenticated} */
    public String verify(String bearer) {
        try {
            Jwt token = decoder.decode(bearer);
            String placement = token.getClaimAsString("plc");
            if (ISSUER.equals(token.getClaimAsString("iss")) && placement != null) {
                return placement;
            }
            throw new RefusedException(CredentialRefusal.UNAUTHENTICATED);
        } catch (BadJwtException | IllegalArgumentException e) {
            throw new RefusedException(CredentialRefusal.UNAUTHENTICATED);
        }
    }
}
