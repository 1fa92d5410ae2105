package cloud.dumont.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.LaunchOrder;
import cloud.dumont.provider.Launched;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.OfferQuery;
import cloud.dumont.provider.ProviderException;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
        Offer small = anOffer(20);
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
        Offer offer = anOffer(DISK_GB);
        String ref = launch(offer, "dc-test-life-1");

        RentedBox box = awaitFound(ref);
        assertThat(box.label()).isEqualTo("dc-test-life-1");
        assertThat(box.hostRef()).isEqualTo(offer.hostRef());
        assertThat(listed("dc-test-life-1")).extracting(RentedBox::vendorRef).containsExactly(ref);
        assertThat(harness().existing()).containsExactly(ref);

        RentedBox running = run(ref);
        RentedBox.Endpoint ssh = Objects.requireNonNull(running.ssh());
        assertThat(running.ports()).containsKey(22);
        await().atMost(harness().patience())
                .untilAsserted(() -> assertThat(SshBanner.read(ssh)).startsWith("SSH-2.0-"));
    }

    @Test
    default void boxCostsNoMoreThanItsOfferSaid() {
        Offer offer = anOffer(DISK_GB);
        RentedBox box = awaitFound(launch(offer, "dc-test-cost-1"));

        long charged = Objects.requireNonNull(box.cost()).nanos();
        assertThat(charged)
                .isBetween(offer.cost().nanos() - ROUNDING_NANOS, offer.cost().nanos());
    }

    @Test
    default void dearerBoxSaysSo() {
        Offer offer = anOffer(DISK_GB);
        harness().priceDrift();
        RentedBox box = awaitFound(launch(offer, "dc-test-drift-1"));

        assertThat(Objects.requireNonNull(box.cost())).isGreaterThan(offer.cost());
    }

    @Test
    default void boxGetsItsEnvironmentAndScript() {
        String ref = launch(anOffer(DISK_GB), "dc-test-env-1");
        run(ref);

        GpuProviderHarness.Delivered delivered = harness().delivered(ref);
        assertThat(delivered.environment()).containsEntry("DUMONT_TOKEN", SECRET);
        assertThat(delivered.startScript())
                .isEqualTo(order(anOffer(DISK_GB), "any").startScript());
    }

    @Test
    default void statusesAreOrdinaryWhileABoxStarts() {
        String ref = launch(anOffer(DISK_GB), "dc-test-boot-1");

        assertThat(awaitFound(ref).status()).isIn(Status.PROVISIONING, Status.RUNNING);
    }

    // Launches that do not work

    @Test
    default void offerCanBeRentedOnce() {
        Offer offer = anOffer(DISK_GB);
        launch(offer, "dc-test-once-1");

        assertThatThrownBy(() -> launch(offer, "dc-test-once-2")).isInstanceOf(OutOfCapacity.class);
        assertThat(harness().existing()).hasSize(1);
    }

    @Test
    default void twoLaunchesAtOnceOfOneOfferGiveOneBox() throws InterruptedException, ExecutionException {
        Offer offer = anOffer(DISK_GB);
        List<Callable<Boolean>> rivals = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String label = "dc-test-race-" + i;
            rivals.add(() -> {
                try {
                    launch(offer, label);
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
        Offer offer = anOffer(DISK_GB);
        harness().sellOut(offer);

        expect(OutOfCapacity.class, () -> launch(offer, "dc-test-soldout-1"));
        assertThat(harness().existing()).isEmpty();
        launch(anotherOffer(offer), "dc-test-soldout-2");
    }

    @Test
    default void lostAnswerIsUnknownAndItsBoxIsFoundByLabel() {
        Offer offer = anOffer(DISK_GB);
        harness().failAfterCreate();

        expect(Unreachable.class, () -> launch(offer, "dc-test-lost-1"));

        assertThat(harness().existing()).hasSize(1);
        await().atMost(harness().patience())
                .untilAsserted(() -> assertThat(listed("dc-test-lost-1"))
                        .extracting(RentedBox::vendorRef)
                        .containsExactlyElementsOf(harness().existing()));
    }

    @Test
    default void throttledLaunchRentsNothingAndWorksLater() {
        Offer offer = anOffer(DISK_GB);
        harness().throttleNext();

        expect(Throttled.class, () -> launch(offer, "dc-test-throttle-1"));
        assertThat(harness().existing()).isEmpty();
        launch(offer, "dc-test-throttle-2");
    }

    @Test
    default void halfLaunchNamesWhatItLeftBehind() {
        if (!harness().leavesHalfLaunches()) {
            launch(anOffer(DISK_GB), "dc-test-half-0");
            assertThat(harness().existing()).hasSize(1);
            return;
        }
        Offer offer = anOffer(DISK_GB);
        harness().halfLaunch();

        HalfLaunched half = expect(HalfLaunched.class, () -> launch(offer, "dc-test-half-1"));

        assertThat(harness().existing()).containsExactly(half.vendorRef());
        provider().destroy(half.vendorRef());
        awaitNothingExists();
    }

    @Test
    default void refusedKeyIsADefiniteNo() {
        Offer offer = anOffer(DISK_GB);
        harness().revokeKey();

        Refused refused = expect(Refused.class, () -> launch(offer, "dc-test-key-1"));
        assertThat(refused.reason()).isEqualTo(Refused.Reason.UNAUTHORIZED);
        assertThat(expect(Refused.class, () -> provider().list()).reason()).isEqualTo(Refused.Reason.UNAUTHORIZED);
        assertThat(harness().existing()).isEmpty();
    }

    @Test
    default void emptyAccountIsADefiniteNo() {
        Offer offer = anOffer(DISK_GB);
        harness().emptyAccount();

        Refused refused = expect(Refused.class, () -> launch(offer, "dc-test-funds-1"));
        assertThat(refused.reason()).isEqualTo(Refused.Reason.NO_FUNDS);
        assertThat(harness().existing()).isEmpty();
    }

    // Reads

    @Test
    default void freshBoxMayBeMissingFromReadsForAWhile() {
        harness().hideFromReads(2);
        String ref = launch(anOffer(DISK_GB), "dc-test-hidden-1");

        assertThat(provider().find(ref).isEmpty()).isEqualTo(harness().readsLag());
        assertThat(awaitFound(ref).label()).isEqualTo("dc-test-hidden-1");
    }

    @Test
    default void listingHasEverythingOverAllPages() {
        harness().foreignBoxes(30);
        String ref = launch(anOffer(DISK_GB), "dc-test-pages-1");
        Set<String> all = new HashSet<>(harness().existing());

        assertThat(all).hasSize(31).contains(ref);
        await().atMost(harness().patience())
                .untilAsserted(() -> assertThat(provider().list())
                        .extracting(RentedBox::vendorRef)
                        .containsExactlyInAnyOrderElementsOf(all));
        assertThat(listed("dc-test-pages-1")).hasSize(1);
    }

    @Test
    default void listingThatBreaksDownIsNoShorterList() {
        harness().foreignBoxes(30);
        harness().failPage();

        expect(Unreachable.class, () -> provider().list());
        assertThat(provider().list()).hasSize(30);
    }

    @Test
    default void unknownRefIsEmptyOrGone() {
        assertThat(provider().find("99999999")).isEmpty();
        if (provider() instanceof Rebootable rebootable) {
            expect(InstanceGone.class, () -> rebootable.reboot("99999999"));
        }
    }

    @Test
    default void strangeWordsAreSurvived() {
        String ref = launch(anOffer(DISK_GB), "dc-test-words-1");
        run(ref);
        harness().strangeWords();

        RentedBox box = provider().find(ref).orElseThrow();
        assertThat(box.status()).isEqualTo(Status.UNKNOWN);
        assertThat(box.vendorRef()).isEqualTo(ref);
        assertThat(box.label()).isEqualTo("dc-test-words-1");
        assertThat(box.cost()).isNotNull();
    }

    @Test
    default void silentVendorIsUnreachable() {
        Offer offer = anOffer(DISK_GB);
        harness().cutLine();

        expect(Unreachable.class, () -> provider().offers(new OfferQuery(DISK_GB)));
        expect(Unreachable.class, () -> provider().list());
        expect(Unreachable.class, () -> provider().find("30000001"));
        expect(Unreachable.class, () -> provider().destroy("30000001"));
        expect(Unreachable.class, () -> launch(offer, "dc-test-silence-1"));
    }

    // The end

    @Test
    default void destroyEndsTheRentAndMayBeRepeated() {
        String ref = launch(anOffer(DISK_GB), "dc-test-end-1");
        run(ref);

        provider().destroy(ref);
        awaitNothingExists();
        provider().destroy(ref);
        provider().destroy("99999999");
        assertThat(listed("dc-test-end-1")).isEmpty();
        assertThat(provider().find(ref)).isEmpty();
    }

    @Test
    default void destroyLeavesOtherBoxesAlone() {
        String kept = launch(anOffer(DISK_GB), "dc-test-keep-1");
        String ended = launch(anOffer(DISK_GB), "dc-test-keep-2");

        provider().destroy(ended);

        await().atMost(harness().patience())
                .untilAsserted(() -> assertThat(harness().existing()).containsExactly(kept));
    }

    @Test
    default void rebootKeepsTheBox() {
        if (provider() instanceof Rebootable rebootable) {
            String ref = launch(anOffer(DISK_GB), "dc-test-reboot-1");
            run(ref);

            rebootable.reboot(ref);

            assertThat(run(ref).label()).isEqualTo("dc-test-reboot-1");
        }
        assertThat(harness().existing()).hasSizeLessThanOrEqualTo(1);
    }

    // How the tests speak

    private GpuProvider provider() {
        return harness().provider();
    }

    private Offer anOffer(int diskGb) {
        return provider().offers(new OfferQuery(diskGb)).stream()
                .filter(offer -> offer.diskGbMax() >= 200)
                .findFirst()
                .orElseThrow();
    }

    private Offer anotherOffer(Offer not) {
        return provider().offers(new OfferQuery(DISK_GB)).stream()
                .filter(offer -> !offer.hostRef().equals(not.hostRef()))
                .findFirst()
                .orElseThrow();
    }

    private LaunchOrder order(Offer offer, String label) {
        return harness().order(offer, label);
    }

    private String launch(Offer offer, String label) {
        Launched launched = provider().launch(order(offer, label));
        return launched.vendorRef();
    }

    private List<RentedBox> listed(String label) {
        return provider().list().stream()
                .filter(box -> box.label().equals(label))
                .toList();
    }

    private RentedBox awaitFound(String ref) {
        return await().atMost(harness().patience())
                .until(() -> provider().find(ref), Optional::isPresent)
                .orElseThrow();
    }

    private RentedBox run(String ref) {
        harness().letRun(ref);
        return await().atMost(harness().patience())
                .until(
                        () -> provider().find(ref),
                        found -> found.filter(box -> box.status() == Status.RUNNING && box.ssh() != null)
                                .isPresent())
                .orElseThrow();
    }

    private void awaitNothingExists() {
        await().atMost(harness().patience())
                .untilAsserted(() -> assertThat(harness().existing()).isEmpty());
    }

    private static <E extends ProviderException> E expect(Class<E> kind, ThrowingCallable call) {
        E failure = catchThrowableOfType(kind, call);
        assertThat(failure).as("a %s was due", kind.getSimpleName()).isNotNull();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(SECRET);
        }
        return failure;
    }
}
