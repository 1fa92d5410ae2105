package cloud.dumont.provider.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.provider.ProviderException.OutOfCapacity;
import cloud.dumont.provider.ProviderException.Refused;
import cloud.dumont.provider.ProviderException.Throttled;
import cloud.dumont.provider.StandbyOrder;
import cloud.dumont.provider.testkit.StandbyProviderContract;
import cloud.dumont.provider.testkit.StandbyProviderHarness;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The adapter against the wire: the common contract, and what only this cloud does. */
class GcpStandbyProviderTest implements StandbyProviderContract {
    private final GceSimulatorHarness harness = new GceSimulatorHarness();

    @Override
    public StandbyProviderHarness harness() {
        return harness;
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void aFullZoneNamesTheOthers() {
        harness.sellOut();
        assertThatThrownBy(() -> harness.provider().launch(harness.order("dc-test-1", false)))
                .isInstanceOf(OutOfCapacity.class)
                .hasMessageContaining("us-central1-b,us-central1-c,us-central1-f");
    }

    @Test
    void aNameThatIsOursAlreadyIsTheMachineThoughTheRequestIsForgotten() {
        StandbyOrder first = harness.order("dc-test-2", false);
        String ref = harness.provider().launch(first).vendorRef();
        StandbyOrder later = new StandbyOrder(
                UUID.randomUUID(),
                first.label(),
                first.zone(),
                first.machineType(),
                false,
                first.diskGb(),
                first.startScript());
        assertThat(harness.provider().launch(later).vendorRef()).isEqualTo(ref);
        assertThat(harness.existing()).containsExactly(ref);
    }

    @Test
    void aMachineThatIsStillStoppingIsStartedLater() {
        String ref =
                harness.provider().launch(harness.order("dc-test-3", false)).vendorRef();
        harness.provider().stop(ref);
        assertThatThrownBy(() -> harness.provider().start(ref)).isInstanceOf(Throttled.class);
    }

    @Test
    void aSizeThatDoesNotExistIsRefused() {
        StandbyOrder order = harness.order("dc-test-4", false);
        StandbyOrder odd = new StandbyOrder(
                order.requestId(), order.label(), order.zone(), "e2-none-1", false, 50, order.startScript());
        assertThatThrownBy(() -> harness.provider().launch(odd)).isInstanceOf(Refused.class);
    }

    @Test
    void anOperationIsAskedForUntilItEndsAndNoFutureIsUsed() {
        harness.provider().launch(harness.order("dc-test-5", false));
        assertThat(harness.simulator().requests(Instant.EPOCH))
                .filteredOn(request -> request.path().contains("/operations/"))
                .isNotEmpty()
                .allMatch(request -> request.path().endsWith("/wait"));
    }

    @Test
    void anAnswerOfFiveHundredIsNotRepeatedByTheClient() {
        harness.simulator().faults().inject("backend_error", 1, Map.of("method", "POST"), 0);
        StandbyOrder order = harness.order("dc-test-6", false);
        assertThatThrownBy(() -> harness.provider().launch(order))
                .isInstanceOf(cloud.dumont.provider.ProviderException.Unreachable.class);
        assertThat(harness.existing()).isEmpty();
        assertThat(harness.provider().launch(order).vendorRef()).isEqualTo("us-central1-a/dc-test-6");
    }
}
