package cloud.dumont.monitoring.instances;

import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.agent.protocol.AuthorizedKeys;
import cloud.dumont.agent.protocol.PreflightReport;
import cloud.dumont.agent.protocol.PreflightVerdict;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.web.peer.PeerException;
import cloud.dumont.web.peer.PeerFailure;
import cloud.dumont.web.peer.Peers;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Asks instance-manager, the owner of machines and placements. Every failure is a {@link PeerException}; all calls may be
 * repeated.
 */
@Component
public class InstancesClient {
    private static final String SERVICE = "instance-manager";
    private final RestClient http;

    InstancesClient(Peers peers) {
        this.http = peers.client(SERVICE);
    }

    public EnrolledPlacement enrol(EnrolOrder order) {
        return call(() -> http.post()
                .uri("/internal/placements/enroll")
                .body(order)
                .retrieve()
                .body(EnrolledPlacement.class));
    }

    public PreflightVerdict preflight(PlacementId placement, PreflightReport report) {
        return call(() -> http.post()
                .uri("/internal/placements/{placement}/preflight", placement.text())
                .body(report)
                .retrieve()
                .body(PreflightVerdict.class));
    }

    public AuthorizedKeys authorizedKeys(PlacementId placement) {
        return call(() -> http.get()
                .uri("/internal/placements/{placement}/authorized-keys", placement.text())
                .retrieve()
                .body(AuthorizedKeys.class));
    }

    /**
     * Passes an agent's own words on, and gives back what is answered, also when it is a refusal.
     *
     * @param call below {@code /internal/placements/{placement}/}
     * @throws RefusedException {@code maintenance} when nobody answers
     */
    public Passed pass(PlacementId placement, String call, byte[] body) {
        Passed passed = send(placement, call, body);
        if (passed.status() >= 500) {
            throw new RefusedException(new CommonRefusal.Unavailable("machines"));
        }
        return passed;
    }

    private Passed send(PlacementId placement, String call, byte[] body) {
        try {
            return call(() -> http.post()
                    .uri("/internal/placements/" + placement.text() + "/" + call)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(AgentJson.mapper().readTree(body))
                    .exchange((request, answer) -> new Passed(
                            answer.getStatusCode().value(), answer.getBody().readAllBytes())));
        } catch (PeerException e) {
            throw new RefusedException(new CommonRefusal.Unavailable("machines"));
        }
    }

    private record Confirmations(List<Confirmation> confirmations) {}

    private record Stale(@Nullable List<PlacementId> stale) {}

    /** @return the placements whose epoch is no longer their machine's */
    public List<PlacementId> confirm(List<Confirmation> confirmations) {
        Stale answer = call(() -> http.post()
                .uri("/internal/placements/confirmed")
                .body(new Confirmations(confirmations))
                .retrieve()
                .body(Stale.class));
        return answer.stale() == null ? List.of() : answer.stale();
    }

    public Optional<InstanceFacts> find(InstanceId instance) {
        return optional(() -> call(() -> http.get()
                .uri("/internal/instances/{instance}", instance.text())
                .retrieve()
                .body(InstanceFacts.class)));
    }

    /** @param cursor of the page before; null for the first */
    public ServingPage serving(@Nullable String cursor) {
        return call(() -> http.get()
                .uri(uri -> {
                    uri.path("/internal/placements").queryParam("serving", true).queryParam("limit", 100);
                    return cursor == null
                            ? uri.build()
                            : uri.queryParam("cursor", "{cursor}").build(Map.of("cursor", cursor));
                })
                .retrieve()
                .body(ServingPage.class));
    }

    /**
     * A fresh look at the vendor's account of a placement; may take seconds.
     *
     * @return empty when no such placement serves
     */
    public Optional<Look> look(PlacementId placement) {
        return optional(() -> call(() -> http.post()
                .uri("/internal/placements/{placement}/look", placement.text())
                .retrieve()
                .body(Look.class)));
    }

    /** Serving placements of whom their vendors say that they do not run. */
    public VendorWords vendorWords() {
        return call(() ->
                http.get().uri("/internal/placements/vendor-words").retrieve().body(VendorWords.class));
    }

    private record Outcome(String outcome) {}

    /** @return {@code failing_over}, {@code stopped}, {@code stale}, or {@code limit}: not now */
    public String lost(InstanceId instance, LostReport report) {
        return call(() -> http.post()
                        .uri("/internal/instances/{instance}/lost", instance.text())
                        .body(report)
                        .retrieve()
                        .body(Outcome.class))
                .outcome();
    }

    private static <T> T call(Supplier<@Nullable T> call) {
        return Peers.call(SERVICE, () -> Objects.requireNonNull(call.get(), "an answer without a body"));
    }

    private static <T> Optional<T> optional(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (PeerException e) {
            if (e.failure() instanceof PeerFailure.Refused refused && refused.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
