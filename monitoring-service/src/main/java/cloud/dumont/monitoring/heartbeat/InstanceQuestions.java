package cloud.dumont.monitoring.heartbeat;

import cloud.dumont.agent.protocol.AuthorizedKeys;
import cloud.dumont.agent.protocol.PreflightReport;
import cloud.dumont.agent.protocol.PreflightVerdict;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.monitoring.agent.AgentRefusal;
import cloud.dumont.monitoring.instances.InstancesClient;
import cloud.dumont.web.peer.PeerException;
import cloud.dumont.web.peer.PeerFailure;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Passes on what an agent asks and only the owner of machines can answer. */
@Component
public class InstanceQuestions {
    private final InstancesClient instances;

    InstanceQuestions(InstancesClient instances) {
        this.instances = instances;
    }

    /** @throws RefusedException {@code stale_epoch}, {@code not_found}, {@code maintenance} */
    public PreflightVerdict preflight(PlacementId placement, PreflightReport report) {
        return pass(() -> instances.preflight(placement, report));
    }

    /** @throws RefusedException {@code stale_epoch}, {@code not_found}, {@code maintenance} */
    public AuthorizedKeys authorizedKeys(PlacementId placement) {
        return pass(() -> instances.authorizedKeys(placement));
    }

    private static <T> T pass(Supplier<T> question) {
        try {
            return question.get();
        } catch (PeerException e) {
            throw new RefusedException(
                    switch (e.failure()) {
                        case PeerFailure.Refused refused
                        when refused.code().equals("stale_epoch") -> new AgentRefusal.StaleEpoch();
                        case PeerFailure.Refused refused -> new CommonRefusal.NotFound();
                        case PeerFailure.Unreachable unreachable -> new CommonRefusal.Unavailable("machines");
                    });
        }
    }
}
