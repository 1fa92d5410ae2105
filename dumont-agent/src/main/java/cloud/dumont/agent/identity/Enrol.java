package cloud.dumont.agent.identity;

import cloud.dumont.agent.life.Backoff;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.platform.PlatformClient;
import cloud.dumont.agent.platform.PlatformFailure;
import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.BoxFacts;
import cloud.dumont.agent.protocol.EnrollAnswer;
import cloud.dumont.agent.protocol.EnrollRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Asks to become the machine until the platform says yes. The same key may ask as often as it wants. */
public final class Enrol {
    private static final System.Logger log = System.getLogger(Enrol.class.getName());
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(60);
    private final PlatformClient platform;
    private final StateFiles state;
    private final AgentKey key;
    private final Life life;
    private final Backoff backoff;

    public Enrol(PlatformClient platform, StateFiles state, AgentKey key, Life life) {
        this.platform = platform;
        this.state = state;
        this.key = key;
        this.life = life;
        this.backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15), RandomGenerator.getDefault());
    }

    /** @return empty when life ended first */
    public Optional<EnrollAnswer> enrol(@Nullable String token, String version, Supplier<BoxFacts> box)
            throws IOException {
        Optional<EnrollAnswer> kept = Enrolment.kept(state, token);
        if (kept.isPresent()) {
            return kept;
        }
        if (token == null || token.isBlank()) {
            throw new IOException("DUMONT_TOKEN is not set and this box is not enrolled");
        }
        EnrollRequest request = new EnrollRequest(AgentPaths.PROTOCOL_VERSION, version, key.publicKey(), box.get());
        while (life.goesOn()) {
            Duration pause;
            try {
                EnrollAnswer answer = platform.post(
                        AgentPaths.ENROLL, request, Map.of("Authorization", "Bearer " + token), EnrollAnswer.class);
                Enrolment.keep(state, token, answer);
                log.log(System.Logger.Level.INFO, "enrolled as {0} ({1})", answer.machineName(), answer.placement());
                return Optional.of(answer);
            } catch (PlatformFailure.Refused e) {
                log.log(System.Logger.Level.ERROR, "enrolment refused: {0}", e.getMessage());
                pause = AFTER_REFUSAL;
            } catch (PlatformFailure.Unreachable e) {
                log.log(System.Logger.Level.WARNING, "enrolment has to wait: {0}", e.getMessage());
                pause = e.pause(backoff.next());
            }
            life.sleep(pause);
        }
        return Optional.empty();
    }
}
