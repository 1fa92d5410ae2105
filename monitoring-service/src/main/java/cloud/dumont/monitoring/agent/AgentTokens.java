package cloud.dumont.monitoring.agent;

import cloud.dumont.agent.protocol.TokenAnswer;
import cloud.dumont.agent.protocol.TokenRequest;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.web.caller.ServiceTokens;
import cloud.dumont.web.problem.RefusedException;
import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.springframework.stereotype.Component;

/** Gives an agent its token for the next minutes, for the signature of a nonce. */
@Component
public class AgentTokens {
    public static final String AUDIENCE = "agent";
    static final String PLACEMENT = "plc";
    static final String INSTANCE = "ins";
    static final String USER = "usr";
    static final String EPOCH = "epoch";
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration NONCE_LIFE = Duration.ofMinutes(2);
    /** A nonce that comes along with something else is kept until it is needed. */
    static final Duration KEPT_NONCE_LIFE = Duration.ofMinutes(10);

    private final Agents agents;
    private final Nonces nonces;
    private final ServiceTokens tokens;
    private final InstantSource clock;

    AgentTokens(Agents agents, Nonces nonces, ServiceTokens tokens, InstantSource clock) {
        this.agents = agents;
        this.nonces = nonces;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Says nothing about whether there is such a placement. */
    public String nonce(PlacementId placement) {
        return nonces.make(placement, clock.instant(), NONCE_LIFE);
    }

    /** @throws RefusedException {@code nonce_invalid} */
    public TokenAnswer issue(TokenRequest request) {
        Instant now = clock.instant();
        Instant end = nonces.check(request.placement(), request.nonce(), now)
                .orElseThrow(() -> new RefusedException(new AgentRefusal.NonceInvalid()));
        Agent agent = agents.find(request.placement())
                .filter(found -> Signatures.verify(
                        found.publicKey(), request.nonce().getBytes(StandardCharsets.UTF_8), request.signature()))
                .orElseThrow(() -> new RefusedException(new AgentRefusal.NonceInvalid()));
        if (!nonces.spend(request.nonce(), end)) {
            throw new RefusedException(new AgentRefusal.NonceInvalid());
        }
        return new TokenAnswer(
                sign(agent, now), (int) LIFE.toSeconds(), nonces.make(agent.placement(), now, KEPT_NONCE_LIFE));
    }

    private String sign(Agent agent, Instant now) {
        JWTClaimsSet claims = tokens.claims(AUDIENCE)
                .subject(agent.placement().text())
                .expirationTime(Date.from(now.plus(LIFE)))
                .claim(PLACEMENT, agent.placement().text())
                .claim(INSTANCE, agent.instance().text())
                .claim(USER, agent.user().text())
                .claim(EPOCH, agent.epoch().value())
                .build();
        return tokens.sign(claims);
    }
}
