package cloud.dumont.monitoring.agent.web;

import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.EnrollRequest;
import cloud.dumont.agent.protocol.NonceAnswer;
import cloud.dumont.agent.protocol.NonceRequest;
import cloud.dumont.agent.protocol.TokenRequest;
import cloud.dumont.kernel.Secret;
import cloud.dumont.monitoring.agent.AgentBody;
import cloud.dumont.monitoring.agent.AgentRefusal;
import cloud.dumont.monitoring.agent.AgentTokens;
import cloud.dumont.monitoring.agent.EnrolAgent;
import cloud.dumont.web.problem.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** How a box becomes an agent and stays one. */
@RestController
class EnrolmentController {
    private static final String BEARER = "Bearer ";
    private final EnrolAgent enrolAgent;
    private final AgentTokens tokens;

    EnrolmentController(EnrolAgent enrolAgent, AgentTokens tokens) {
        this.enrolAgent = enrolAgent;
        this.tokens = tokens;
    }

    @PostMapping(AgentPaths.ENROLL)
    ResponseEntity<byte[]> enrol(
            @RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestBody byte[] body) {
        EnrollRequest request = AgentBody.read(
                body,
                EnrollRequest.class,
                it -> it.publicKey() != null && it.agentVersion() != null && it.box() != null);
        return AgentBody.answer(enrolAgent.enrol(bearer(authorization), request));
    }

    private static Secret bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER) || authorization.length() > 512) {
            throw new RefusedException(new AgentRefusal.TokenInvalid());
        }
        return new Secret(authorization.substring(BEARER.length()).strip());
    }

    @PostMapping(AgentPaths.NONCE)
    ResponseEntity<byte[]> nonce(@RequestBody byte[] body) {
        NonceRequest request = AgentBody.read(body, NonceRequest.class, it -> it.placement() != null);
        return AgentBody.answer(new NonceAnswer(tokens.nonce(request.placement())));
    }

    @PostMapping(AgentPaths.TOKEN)
    ResponseEntity<byte[]> token(@RequestBody byte[] body) {
        TokenRequest request = AgentBody.read(
                body, TokenRequest.class, it -> it.placement() != null && it.nonce() != null && it.signature() != null);
        return AgentBody.answer(tokens.issue(request));
    }
}
