package cloud.dumont.instances.enrolment.web;

import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.agent.protocol.AuthorizedKeys;
import cloud.dumont.agent.protocol.BoxFacts;
import cloud.dumont.agent.protocol.PreflightReport;
import cloud.dumont.agent.protocol.PreflightVerdict;
import cloud.dumont.instances.enrolment.EnrolBox;
import cloud.dumont.instances.enrolment.JudgePreflight;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;

/** What boxes say, passed on by the agent plane. Read leniently: an agent may be newer than this service. */
@RestController
class AgentPlaneController {
    private final EnrolBox enrol;
    private final JudgePreflight preflight;

    AgentPlaneController(EnrolBox enrol, JudgePreflight preflight) {
        this.enrol = enrol;
        this.preflight = preflight;
    }

    record EnrolRequest(String tokenSha256, String publicKey, String agentVersion, String fingerprint, BoxFacts box) {}

    record EnrolAnswer(
            InstanceId instance,
            PlacementId placement,
            Epoch epoch,
            UserId user,
            String machineName,
            String hostKeyPrivate,
            String hostKeyPublic,
            List<String> authorizedKeys,
            Map<String, String> environment,
            @Nullable String startCommand,
            String vendor,
            String zone,
            String gpuModel) {
        @Override
        public String toString() {
            return "EnrolAnswer[" + placement + "]";
        }
    }

    @PostMapping("/internal/placements/enroll")
    EnrolAnswer enrol(@RequestBody String body) {
        EnrolRequest request = read(body, EnrolRequest.class);
        EnrolBox.Enrolled enrolled = enrol.enrol(new EnrolBox.Application(
                hash(request.tokenSha256()),
                request.publicKey(),
                request.agentVersion(),
                request.fingerprint(),
                request.box()));
        return new EnrolAnswer(
                enrolled.machine().id(),
                enrolled.placement().id(),
                enrolled.placement().epoch(),
                enrolled.machine().user(),
                enrolled.machine().name(),
                enrolled.hostKeyPrivate(),
                enrolled.machine().hostKeyPublic(),
                enrolled.authorizedKeys(),
                enrolled.machine().spec().environment(),
                enrolled.machine().spec().startCommand(),
                enrolled.placement().vendor(),
                enrolled.placement().sold().region().code(),
                enrolled.placement().sold().gpu().id());
    }

    @PostMapping("/internal/placements/{placement}/preflight")
    PreflightVerdict preflight(@PathVariable PlacementId placement, @RequestBody String body) {
        return preflight.judge(placement, read(body, PreflightReport.class));
    }

    @GetMapping("/internal/placements/{placement}/authorized-keys")
    AuthorizedKeys authorizedKeys(@PathVariable PlacementId placement) {
        return new AuthorizedKeys(enrol.authorizedKeys(placement));
    }

    private static byte[] hash(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw invalid("#/token_sha256");
        }
    }

    private static <T> T read(String body, Class<T> type) {
        try {
            return AgentJson.mapper().readValue(body, type);
        } catch (JacksonException e) {
            throw invalid("#");
        }
    }

    private static RefusedException invalid(String pointer) {
        return new RefusedException(
                new CommonRefusal.ValidationFailed(pointer, "invalid", "This is not what an agent says."));
    }
}
