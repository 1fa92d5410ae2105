package cloud.dumont.provider.vastai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.OfferQuery;
import cloud.dumont.provider.ProviderException.OutOfCapacity;
import cloud.dumont.provider.ProviderException.Refused;
import cloud.dumont.provider.ProviderException.Throttled;
import cloud.dumont.provider.ProviderException.Unreachable;
import cloud.dumont.provider.RentedBox.Status;
import cloud.dumont.provider.testkit.GpuProviderContract;
import cloud.dumont.provider.testkit.GpuProviderHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The adapter against the wire: the common contract, and what only this vendor does. */
class VastAiProviderContractTest implements GpuProviderContract {
    private final VastSimulatorHarness harness = new VastSimulatorHarness();
    private final GpuProvider vast = harness.provider();

    @Override
    public GpuProviderHarness harness() {
        return harness;
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void offerThatIsLostWhileStartingIsOutOfCapacityToo() {
        harness.inject("offer_gone_410", 1, Map.of());

        assertThatThrownBy(() -> launch("dc-test-410")).isInstanceOf(OutOfCapacity.class);
        assertThat(harness.existing()).isEmpty();
    }

    @Test
    void gatewayErrorInPlaceOfTheAnswerIsUnknown() {
        harness.inject("lost_answer", 1, Map.of("form", "502"));

        assertThatThrownBy(() -> launch("dc-test-502")).isInstanceOf(Unreachable.class);
        assertThat(harness.existing()).hasSize(1);
    }

    @Test
    void lostCreateIsSentOnlyOnce() {
        Instant before = Instant.EPOCH;
        harness.inject("lost_answer", 1, Map.of("form", "502"));
        assertThatThrownBy(() -> launch("dc-test-one-try")).isInstanceOf(Unreachable.class);

        assertThat(harness.vast().requests(before))
                .filteredOn(entry -> entry.path().contains("/asks/"))
                .hasSize(1);
    }

    @Test
    void throttledReadIsRepeatedAndThenAnswers() {
        harness.inject("throttle_json", 2, Map.of("path", "/instances"));

        assertThat(vast.list()).isEmpty();
    }

    @Test
    void throttleForGoodIsTold() {
        harness.inject("throttle_plain", 0, Map.of("path", "/instances"));

        assertThatThrownBy(vast::list)
                .isInstanceOfSatisfying(
                        Throttled.class,
                        throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(1)));
    }

    @Test
    void answerWithAnotherContentTypeIsReadAllTheSame() {
        harness.inject("odd_content_type", 0, Map.of());

        String ref = launch("dc-test-odd");
        assertThat(vast.find(ref)).isPresent();
        assertThat(vast.list()).hasSize(1);
    }

    @Test
    void stuckImageIsAFailedBox() {
        harness.inject("image_pull_stuck", 1, Map.of());
        String ref = launch("dc-test-pull");

        await().atMost(harness.patience())
                .untilAsserted(
                        () -> assertThat(vast.find(ref).orElseThrow().status()).isEqualTo(Status.FAILED));
        assertThat(vast.find(ref).orElseThrow().statusText()).contains("manifest unknown");
    }

    @Test
    void hostThatIsLostIsADegradedBoxAndOneThatTheVendorStopsIsStopped() {
        String ref = running("dc-test-lost");
        harness.vast().stopByVendor(ref);
        await().atMost(harness.patience())
                .untilAsserted(
                        () -> assertThat(vast.find(ref).orElseThrow().status()).isEqualTo(Status.STOPPED));
        assertThat(vast.find(ref).orElseThrow().ssh()).isNull();

        String other = running("dc-test-lost-2");
        harness.vast().offline(other);
        assertThat(vast.find(other).orElseThrow().status()).isEqualTo(Status.DEGRADED);
    }

    @Test
    void retiredListIsARefusalAndNoEmptyList() {
        harness.inject("deprecated_list", 0, Map.of());

        assertThatThrownBy(vast::list)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refused.Reason.INVALID));
    }

    @Test
    void everyOfferOfTheMarketIsUnderstood() {
        int wanted = (int) harness.vast().market().offers().stream()
                .filter(offer -> offer.facts().verification().equals("verified"))
                .filter(offer -> offer.facts().directPorts() >= 2)
                .filter(offer -> offer.disk() >= 1)
                .count();

        assertThat(vast.offers(new OfferQuery(1))).hasSize(wanted);
    }

    private String launch(String label) {
        Offer offer = vast.offers(new OfferQuery(DISK_GB)).getFirst();
        return vast.launch(harness.order(offer, label)).vendorRef();
    }

    private String running(String label) {
        String ref = launch(label);
        await().atMost(harness.patience())
                .until(() -> vast.find(ref).orElseThrow().status() == Status.RUNNING);
        return ref;
    }
}
