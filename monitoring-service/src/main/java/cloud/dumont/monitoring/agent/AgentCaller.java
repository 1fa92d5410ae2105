package cloud.dumont.monitoring.agent;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import org.springframework.security.oauth2.jwt.Jwt;

/** The agent that makes a request, by its token. @param tokenEnds when the token does */
public record AgentCaller(PlacementId placement, Epoch epoch, Instant tokenEnds) {
    public static AgentCaller of(Jwt token) {
        Number epoch = token.getClaim(AgentTokens.EPOCH);
        Instant end = token.getExpiresAt();
        if (epoch == null || end == null) {
            throw new IllegalArgumentException("not a token that this service gave to an agent");
        }
        return new AgentCaller(
                PlacementId.parse(String.valueOf(token.getClaimAsString(AgentTokens.PLACEMENT))),
                new Epoch(epoch.longValue()),
                end);
    }
}
