package cloud.dumont.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.LaunchOrder;
import cloud.dumont.provider.Launched;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.OfferQuery;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.RentedBox;
import cloud.dumont.provider.RentedBox.Status;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the contract's tests do again and again with one harness. */
final class GpuProviderSteps {
    private final GpuProviderHarness harness;

    GpuProviderSteps(GpuProviderHarness harness) {
        this.harness = harness;
    }

    GpuProvider provider() {
        return harness.provider();
    }

    Offer anOffer(int diskGb) {
        return provider().offers(new OfferQuery(diskGb)).stream()
                .filter(offer -> offer.diskGbMax() >= 200)
                .findFirst()
                .orElseThrow();
    }

    Offer anotherOffer(Offer not) {
        return provider().offers(new OfferQuery(GpuProviderContract.DISK_GB)).stream()
                .filter(offer -> !offer.hostRef().equals(not.hostRef()))
                .findFirst()
                .orElseThrow();
    }

    LaunchOrder order(Offer offer, String label) {
        return harness.order(offer, label);
    }

    String launch(Offer offer, String label) {
        Launched launched = provider().launch(order(offer, label));
        return launched.vendorRef();
    }

    List<RentedBox> listed(String label) {
        return provider().list().stream()
                .filter(box -> box.label().equals(label))
                .toList();
    }

    RentedBox awaitFound(String ref) {
        return await().atMost(harness.patience())
                .until(() -> provider().find(ref), Optional::isPresent)
                .orElseThrow();
    }

    RentedBox run(String ref) {
        harness.letRun(ref);
        return await().atMost(harness.patience())
                .until(
                        () -> provider().find(ref),
                        found -> found.filter(box -> box.status() == Status.RUNNING && box.ssh() != null)
                                .isPresent())
                .orElseThrow();
    }

    void awaitNothingExists() {
        await().atMost(harness.patience())
                .untilAsserted(() -> assertThat(harness.existing()).isEmpty());
    }

    static <E extends ProviderException> E expect(Class<E> kind, ThrowingCallable call) {
        E failure = catchThrowableOfType(kind, call);
        assertThat(failure).as("a %s was due", kind.getSimpleName()).isNotNull();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(GpuProviderContract.SECRET);
        }
        return failure;
    }
}
