package cloud.dumont.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.OfferQuery;
import cloud.dumont.provider.ProviderException.HalfLaunched;
import cloud.dumont.provider.ProviderException.InstanceGone;
import cloud.dumont.provider.ProviderException.OutOfCapacity;
import cloud.dumont.provider.ProviderException.Refused;
import cloud.dumont.provider.ProviderException.Throttled;
import cloud.dumont.provider.ProviderException.Unreachable;
import cloud.dumont.provider.Rebootable;
import cloud.dumont.provider.RentedBox;
import cloud.dumont.provider.RentedBox.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every {@link GpuProvider} must do, fakes included. Implement it in a test class and give each test a fresh
 * harness.
 */
public interface GpuProviderContract {
    /** A value in every order's environment that must not appear in any message. */
    String SECRET = "dcb_contract-secret-value";

    int DISK_GB = 60;

    /** A vendor's own rounding: a ten-thousandth of a cent an hour. */
    long ROUNDING_NANOS = 1_000;

    /** The harness of the running test; the same one until the test ends. */
    GpuProviderHarness harness();

    // Offers

    @Test
    default void offersAreWholeAndPriced() {
        List<Offer> offers = provider().offers(new OfferQuery(DISK_GB));

        assertThat(offers).hasSizeGreaterThanOrEqualTo(4).extracting(Offer::ref).doesNotHaveDuplicates();
        assertThat(offers).allSatisfy(offer -> {
            assertThat(offer.vendor()).isEqualTo(provider().vendor());
            assertThat(offer.ref()).isNotBlank();
            assertThat(offer.hostRef()).isNotBlank();
            assertThat(offer.gpu().id()).matches("[a-z0-9_]+");
            assertThat(offer.gpu().name()).isNotBlank();
            assertThat(offer.gpuCount()).isPositive();
            assertThat(offer.vramMb()).isGreaterThan(1_000);
            assertThat(offer.gpu().vramGb()).isBetween(offer.vramMb() / 1100, offer.vramMb() / 900 + 1);
            assertThat(offer.gpuCost().nanos()).isPositive();
            assertThat(offer.diskCost().nanos()).isNotNegative();
            assertThat(offer.diskGbMax()).isGreaterThanOrEqualTo(DISK_GB);
            assertThat(offer.trafficCostPerGb().signum()).isNotNegative();
        });
    }

    @Test
    default void offersArePricedWithTheDiskAskedFor() {
        Offer small = steps().anOffer(20);
        Offer large = provider().offers(new OfferQuery(200)).stream()
                .filter(offer -> offer.ref().equals(small.ref()))
                .findFirst()
                .orElseThrow();

        assertThat(large.diskCost().nanos())
                .isBetween(small.diskCost().nanos() * 9, small.diskCost().nanos() * 11);
    }

    @Test
    default void spotIsSoldOnlyWhereItIsDeclared() {
        assertThat(provider().offers(new OfferQuery(DISK_GB)))
                .anyMatch(offer -> offer.minBid() != null
                        || offer.kind() == Offer.Kind.SPOT
                        || !harness().sellsSpot())
                .allMatch(offer -> offer.minBid() == null && offer.kind() != Offer.Kind.SPOT
                        || harness().sellsSpot());
    }

    // Launch and life

    @Test
    default void launchedBoxIsFoundByRefAndByLabelAndThenRuns() {
        Offer offer = steps().anOffer(DISK_GB);
        String ref = steps().launch(offer, "dc-test-life-1");

        RentedBox box = steps().awaitFound(ref);
        assertThat(box.label()).isEqualTo("dc-test-life-1");
        assertThat(box.hostRef()).isEqualTo(offer.hostRef());
        assertThat(steps().listed("dc-test-life-1"))
                .extracting(RentedBox::vendorRef)
                .containsExactly(ref);
        assertThat(harness().existing()).containsExactly(ref);

        RentedBox running = steps().run(ref);
        RentedBox.Endpoint ssh = Objects.requireNonNull(running.ssh());
        assertThat(running.ports()).containsKey(22);
        await().atMost(harness().patience())
                .untilAsserted(() -> assertThat(SshBanner.read(ssh)).startsWith("SSH-2.0-"));
    }

    @Test
    default void boxCostsNoMoreThanItsOfferSaid() {
        Offer offer = steps().anOffer(DISK_GB);
        RentedBox box = steps().awaitFound(steps().launch(offer, "dc-test-cost-1"));

        long charged = Objects.requireNonNull(box.cost()).nanos();
        assertThat(charged)
                .isBetween(offer.cost().nanos() - ROUNDING_NANOS, offer.cost().nanos());
    }

    @Test
    default void dearerBoxSaysSo() {
        Offer offer = steps().anOffer(DISK_GB);
        harness().priceDrift();
        RentedBox box = steps().awaitFound(steps().launch(offer, "dc-test-drift-1"));

        assertThat(Objects.requireNonNull(box.cost())).isGreaterThan(offer.cost());
    }

    @Test
    default void boxGetsItsEnvironmentAndScript() {
        String ref = steps().launch(steps().anOffer(DISK_GB), "dc-test-env-1");
        steps().run(ref);

        GpuProviderHarness.Delivered delivered = harness().delivered(ref);
        assertThat(delivered.environment()).containsEntry("DUMONT_TOKEN", SECRET);
        assertThat(delivered.startScript())
                .isEqualTo(steps().order(steps().anOffer(DISK_GB), "any").startScript());
    }

    @Test
    default void statusesAreOrdinaryWhileABoxStarts() {
        String ref = steps().launch(steps().anOffer(DISK_GB), "dc-test-boot-1");

        assertThat(steps().awaitFound(ref).status()).isIn(Status.PROVISIONING, Status.RUNNING);
    }

    // Launches that do not work

    @Test
    default void offerCanBeRentedOnce() {
        Offer offer = steps().anOffer(DISK_GB);
        steps().launch(offer, "dc-test-once-1");

        assertThatThrownBy(() -> steps().launch(offer, "dc-test-once-2")).isInstanceOf(OutOfCapacity.class);
        assertThat(harness().existing()).hasSize(1);
    }

    @Test
    default void twoLaunchesAtOnceOfOneOfferGiveOneBox() throws InterruptedException, ExecutionException {
        Offer offer = steps().anOffer(DISK_GB);
        List<Callable<Boolean>> rivals = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String label = "dc-test-race-" + i;
            rivals.add(() -> {
                try {
                    steps().launch(offer, label);
                    return true;
                } catch (OutOfCapacity e) {
                    return false;
                }
            });
        }
        int won = 0;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> rival : pool.invokeAll(rivals)) {
                won += rival.get() ? 1 : 0;
            }
        }
        assertThat(won).isEqualTo(1);
        assertThat(harness().existing()).hasSize(1);
    }

    @Test
    default void soldOutOfferRentsNothing() {
        Offer offer = steps().anOffer(DISK_GB);
        harness().sellOut(offer);

        GpuProviderSteps.expect(OutOfCapacity.class, () -> steps().launch(offer, "dc-test-soldout-1"));
        assertThat(harness().existing()).isEmpty();
        steps().launch(steps().anotherOffer(offer), "dc-test-soldout-2");
    }

    @Test
    default void lostAnswerIsUnknownAndItsBoxIsFoundByLabel() {
        Offer offer = steps().anOffer(DISK_GB);
        harness().failAfterCreate();

        GpuProviderSteps.expect(Unreachable.class, () -> steps().launch(offer, "dc-test-lost-1"));

        assertThat(harness().existing()).hasSize(1);
        await().atMost(harness().patience())
                .untilAsserted(() -> assertThat(steps().listed("dc-test-lost-1"))
                        .extracting(RentedBox::vendorRef)
                        .containsExactlyElementsOf(harness().existing()));
    }

    @Test
    default void throttledLaunchRentsNothingAndWorksLater() {
        Offer offer = steps().anOffer(DISK_GB);
        harness().throttleNext();

        GpuProviderSteps.expect(Throttled.class, () -> steps().launch(offer, "dc-test-throttle-1"));
        assertThat(harness().existing()).isEmpty();
        steps().launch(offer, "dc-test-throttle-2");
    }

    @Test
    default void halfLaunchNamesWhatItLeftBehind() {
        if (!harness().leavesHalfLaunches()) {
            steps().launch(steps().anOffer(DISK_GB), "dc-test-half-0");
            assertThat(harness().existing()).hasSize(1);
            return;
        }
        Offer offer = steps().anOffer(DISK_GB);
        harness().halfLaunch();

        HalfLaunched half = GpuProviderSteps.expect(HalfLaunched.class, () -> steps().launch(offer, "dc-test-half-1"));

        assertThat(harness().existing()).containsExactly(half.vendorRef());
        provider().destroy(half.vendorRef());
        steps().awaitNothingExists();
    }

    @Test
    default void refusedKeyIsADefiniteNo() {
        Offer offer = steps().anOffer(DISK_GB);
        harness().revokeKey();

        Refused refused = GpuProviderSteps.expect(Refused.class, () -> steps().launch(offer, "dc-test-key-1"));
        assertThat(refused.reason()).isEqualTo(Refused.Reason.UNAUTHORIZED);
        assertThat(GpuProviderSteps.expect(Refused.class, () -> provider().list())
                        .reason())
                .isEqualTo(Refused.Reason.UNAUTHORIZED);
        assertThat(harness().existing()).isEmpty();
    }

    @Test
    default void emptyAccountIsADefiniteNo() {
        Offer offer = steps().anOffer(DISK_GB);
        harness().emptyAccount();

        Refused refused = GpuProviderSteps.expect(Refused.class, () -> steps().launch(offer, "dc-test-funds-1"));
        assertThat(refused.reason()).isEqualTo(Refused.Reason.NO_FUNDS);
        assertThat(harness().existing()).isEmpty();
    }

    // Reads

    @Test
    default void freshBoxMayBeMissingFromReadsForAWhile() {
        harness().hideFromReads(2);
        String ref = steps().launch(steps().anOffer(DISK_GB), "dc-test-hidden-1");

        assertThat(provider().find(ref).isEmpty()).isEqualTo(harness().readsLag());
        assertThat(steps().awaitFound(ref).label()).isEqualTo("dc-test-hidden-1");
    }

    @Test
    default void listingHasEverythingOverAllPages() {
        harness().foreignBoxes(30);
        String ref = steps().launch(steps().anOffer(DISK_GB), "dc-test-pages-1");
        Set<String> all = new HashSet<>(harness().existing());

        assertThat(all).hasSize(31).contains(ref);
        await().atMost(harness().patience())
                .untilAsserted(() -> assertThat(provider().list())
                        .extracting(RentedBox::vendorRef)
                        .containsExactlyInAnyOrderElementsOf(all));
        assertThat(steps().listed("dc-test-pages-1")).hasSize(1);
    }

    @Test
    default void listingThatBreaksDownIsNoShorterList() {
        harness().foreignBoxes(30);
        harness().failPage();

        GpuProviderSteps.expect(Unreachable.class, () -> provider().list());
        assertThat(provider().list()).hasSize(30);
    }

    @Test
    default void unknownRefIsEmptyOrGone() {
        assertThat(provider().find("99999999")).isEmpty();
        if (provider() instanceof Rebootable rebootable) {
            GpuProviderSteps.expect(InstanceGone.class, () -> rebootable.reboot("99999999"));
        }
    }

    @Test
    default void strangeWordsAreSurvived() {
        String ref = steps().launch(steps().anOffer(DISK_GB), "dc-test-words-1");
        steps().run(ref);
        harness().strangeWords();

        RentedBox box = provider().find(ref).orElseThrow();
        assertThat(box.status()).isEqualTo(Status.UNKNOWN);
        assertThat(box.vendorRef()).isEqualTo(ref);
        assertThat(box.label()).isEqualTo("dc-test-words-1");
        assertThat(box.cost()).isNotNull();
    }

    @Test
    default void silentVendorIsUnreachable() {
        Offer offer = steps().anOffer(DISK_GB);
        harness().cutLine();

        GpuProviderSteps.expect(Unreachable.class, () -> provider().offers(new OfferQuery(DISK_GB)));
        GpuProviderSteps.expect(Unreachable.class, () -> provider().list());
        GpuProviderSteps.expect(Unreachable.class, () -> provider().find("30000001"));
        GpuProviderSteps.expect(Unreachable.class, () -> provider().destroy("30000001"));
        GpuProviderSteps.expect(Unreachable.class, () -> steps().launch(offer, "dc-test-silence-1"));
    }

    // The end

    @Test
    default void destroyEndsTheRentAndMayBeRepeated() {
        String ref = steps().launch(steps().anOffer(DISK_GB), "dc-test-end-1");
        steps().run(ref);

        provider().destroy(ref);
        steps().awaitNothingExists();
        provider().destroy(ref);
        provider().destroy("99999999");
        assertThat(steps().listed("dc-test-end-1")).isEmpty();
        assertThat(provider().find(ref)).isEmpty();
    }

    @Test
    default void destroyLeavesOtherBoxesAlone() {
        String kept = steps().launch(steps().anOffer(DISK_GB), "dc-test-keep-1");
        String ended = steps().launch(steps().anOffer(DISK_GB), "dc-test-keep-2");

        provider().destroy(ended);

        await().atMost(harness().patience())
                .untilAsserted(() -> assertThat(harness().existing()).containsExactly(kept));
    }

    @Test
    default void rebootKeepsTheBox() {
        if (provider() instanceof Rebootable rebootable) {
            String ref = steps().launch(steps().anOffer(DISK_GB), "dc-test-reboot-1");
            steps().run(ref);

            rebootable.reboot(ref);

            assertThat(steps().run(ref).label()).isEqualTo("dc-test-reboot-1");
        }
        assertThat(harness().existing()).hasSizeLessThanOrEqualTo(1);
    }

    private GpuProvider provider() {
        return harness().provider();
    }

    private GpuProviderSteps steps() {
        return new GpuProviderSteps(harness());
    }
}
