package cloud.dumont.monitoring.agent;

import cloud.dumont.agent.protocol.EnrollAnswer;
import cloud.dumont.agent.protocol.EnrollRequest;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.Secret;
import cloud.dumont.monitoring.instances.EnrolOrder;
import cloud.dumont.monitoring.instances.EnrolledPlacement;
import cloud.dumont.monitoring.instances.InstancesClient;
import cloud.dumont.monitoring.machine.Machine;
import cloud.dumont.monitoring.machine.Machines;
import cloud.dumont.web.peer.PeerException;
import cloud.dumont.web.peer.PeerFailure;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Turns a box that holds a one-time token into the machine. Asked again with the same key it answers the same. */
@Component
public class EnrolAgent {
    private final InstancesClient instances;
    private final Agents agents;
    private final Machines machines;
    private final Nonces nonces;
    private final BeatConfig beats;
    private final InstantSource clock;
    private final TransactionTemplate transactions;

    EnrolAgent(
            InstancesClient instances,
            Agents agents,
            Machines machines,
            Nonces nonces,
            BeatConfig beats,
            InstantSource clock,
            TransactionTemplate transactions) {
        this.instances = instances;
        this.agents = agents;
        this.machines = machines;
        this.nonces = nonces;
        this.beats = beats;
        this.clock = clock;
        this.transactions = transactions;
    }

    /** @throws RefusedException {@code token_invalid}, {@code token_spent}, {@code malformed_json}, {@code maintenance} */
    public EnrollAnswer enrol(Secret token, EnrollRequest request) {
        byte[] key = publicKey(request);
        EnrolledPlacement placement = ask(new EnrolOrder(
                base64(Signatures.sha256(token.reveal().getBytes(StandardCharsets.UTF_8))),
                request.publicKey(),
                request.agentVersion(),
                "SHA256:" + base64(Signatures.sha256(key)).replace("=", ""),
                request.box()));
        Instant now = clock.instant();
        Agent agent = agent(placement, key);
        boolean ours = Boolean.TRUE.equals(transactions.execute(status -> {
            // The epoch of a box that only waits to take over is not its machine's.
            machines.remember(
                    new Machine(placement.instance(), placement.user(), placement.machineName(), Epoch.NONE), now);
            return agents.enrol(agent, request.agentVersion(), now);
        }));
        if (!ours) {
            throw new RefusedException(new AgentRefusal.TokenSpent());
        }
        return answer(placement, now);
    }

    private static byte[] publicKey(EnrollRequest request) {
        try {
            byte[] key = Base64.getDecoder().decode(request.publicKey());
            if (Signatures.isKey(key)) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw new RefusedException(new AgentRefusal.MalformedBody("public_key is not base64."));
        }
        throw new RefusedException(new AgentRefusal.MalformedBody("public_key is not an Ed25519 key."));
    }

    private EnrolledPlacement ask(EnrolOrder order) {
        try {
            return instances.enrol(order);
        } catch (PeerException e) {
            throw new RefusedException(
                    switch (e.failure()) {
                        case PeerFailure.Refused refused when refused.status() == 409 -> new AgentRefusal.TokenSpent();
                        case PeerFailure.Refused refused -> new AgentRefusal.TokenInvalid();
                        case PeerFailure.Unreachable unreachable -> new CommonRefusal.Unavailable("machines");
                    });
        }
    }

    private static Agent agent(EnrolledPlacement placement, byte[] key) {
        return new Agent(
                placement.placement(),
                placement.instance(),
                placement.user(),
                placement.epoch(),
                key,
                Objects.requireNonNullElse(placement.vendor(), ""),
                Objects.requireNonNullElse(placement.zone(), ""),
                Objects.requireNonNullElse(placement.gpuModel(), ""),
                0,
                null,
                Rhythm.UNKNOWN,
                null,
                null,
                null);
    }

    private EnrollAnswer answer(EnrolledPlacement placement, Instant now) {
        return new EnrollAnswer(
                placement.instance(),
                placement.placement(),
                placement.epoch(),
                placement.machineName(),
                placement.hostKeyPrivate(),
                placement.hostKeyPublic(),
                Objects.requireNonNullElse(placement.authorizedKeys(), List.of()),
                Objects.requireNonNullElse(placement.environment(), Map.of()),
                placement.startCommand(),
                nonces.make(placement.placement(), now, AgentTokens.KEPT_NONCE_LIFE),
                beats.seconds());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
