package cloud.dumont.provider.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.provider.ProviderException.Unreachable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Standbys get a network of their own, made once. */
class GcpNetworkTest {
    private final GceSimulatorHarness harness = new GceSimulatorHarness("dumont");

    @AfterEach
    void close() {
        harness.close();
    }

    private List<String> made(String kind) {
        return harness.simulator().requests(Instant.EPOCH).stream()
                .filter(request ->
                        request.method().equals("POST") && request.path().endsWith("/" + kind))
                .map(request -> request.path().substring(request.path().lastIndexOf('/') + 1))
                .toList();
    }

    @Test
    void theFirstLaunchMakesItAndTheOthersFindIt() {
        harness.provider().launch(harness.order("dc-test-1", false));
        harness.provider().launch(harness.order("dc-test-2", false));
        assertThat(made("networks")).hasSize(1);
        assertThat(made("firewalls")).hasSize(2);
        assertThat(harness.existing()).hasSize(2);
    }

    @Test
    void whatFailsHalfwayIsFinishedByTheNextLaunch() {
        harness.simulator().faults().inject("backend_error", 1, Map.of("method", "POST"), 0);
        assertThatThrownBy(() -> harness.provider().launch(harness.order("dc-test-3", false)))
                .isInstanceOf(Unreachable.class);
        assertThat(harness.existing()).isEmpty();
        harness.provider().launch(harness.order("dc-test-4", false));
        assertThat(harness.existing()).hasSize(1);
        assertThat(made("firewalls")).hasSize(2);
    }
}
