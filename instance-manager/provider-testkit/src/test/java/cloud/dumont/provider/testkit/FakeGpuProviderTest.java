package cloud.dumont.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.dumont.provider.Offer;
import cloud.dumont.provider.OfferQuery;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.RentedBox;
import cloud.dumont.provider.RentedBox.Endpoint;
import cloud.dumont.provider.RentedBox.Status;
import cloud.dumont.provider.testkit.VendorCall.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeGpuProviderTest implements GpuProviderContract {
    private final FakeGpuProviderHarness harness = new FakeGpuProviderHarness();
    private final FakeGpuProvider fake = harness.provider();

    @Override
    public GpuProviderHarness harness() {
        return harness;
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void autoRunGivesARunningBoxAtOnce() {
        fake.autoRun(true);

        assertThat(launch("auto").status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void sshAnswersOnlyWhileTheLeverSaysSo() {
        fake.autoRun(true);
        fake.sshAnswers(false);
        RentedBox box = launch("ssh");
        Endpoint ssh = Objects.requireNonNull(box.ssh());
        assertThat(SshBanner.read(ssh)).isEmpty();

        fake.openSsh(box.vendorRef());
        assertThat(SshBanner.read(ssh)).startsWith("SSH-2.0-");

        fake.vanish(box.vendorRef());
        assertThat(SshBanner.read(ssh)).isEmpty();
        assertThat(fake.find(box.vendorRef()).orElseThrow().status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void heldLaunchWaitsUntilItIsReleased() throws InterruptedException {
        fake.hold(Operation.LAUNCH);
        Thread caller = Thread.ofVirtual().start(() -> launch("held"));
        await().until(() -> fake.calls(Operation.LAUNCH) == 1);
        assertThat(fake.existing()).isEmpty();

        fake.release(Operation.LAUNCH);
        caller.join();
        assertThat(fake.refOf("held")).isPresent();
    }

    @Test
    void failuresQueueUpAndThenEnd() {
        fake.throttleNext(Operation.LIST, Duration.ofSeconds(3));
        fake.failNext(Operation.LIST, () -> new ProviderException.Unreachable("cut", null));

        assertThatThrownBy(fake::list)
                .isInstanceOfSatisfying(
                        ProviderException.Throttled.class,
                        throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(3)));
        assertThatThrownBy(fake::list).isInstanceOf(ProviderException.Unreachable.class);
        assertThat(fake.list()).isEmpty();
    }

    @Test
    void slowDestroyShowsTerminatingUntilTheVendorRemovesIt() {
        fake.slowDestroy(true);
        String ref = launch("slow").vendorRef();

        fake.destroy(ref);
        assertThat(fake.find(ref).orElseThrow().status()).isEqualTo(Status.TERMINATING);
        fake.remove(ref);
        assertThat(fake.find(ref)).isEmpty();
    }

    @Test
    void lostAnswerOfDestroyStillDestroys() {
        String ref = launch("lost").vendorRef();
        fake.loseAnswerOfNext(Operation.DESTROY);

        assertThatThrownBy(() -> fake.destroy(ref)).isInstanceOf(ProviderException.Unreachable.class);
        assertThat(fake.existing()).isEmpty();
    }

    @Test
    void meterKeepsWhatHasEnded() {
        String ended = launch("ended").vendorRef();
        String kept = launch("kept").vendorRef();
        fake.destroy(ended);

        assertThat(fake.meter()).extracting(MeteredBox::vendorRef).containsExactly(ended, kept);
        assertThat(fake.meter().getFirst().to()).isNotNull();
        assertThat(fake.meter().getLast().to()).isNull();
    }

    @Test
    void withdrawnOfferIsNeitherListedNorRented() {
        Offer offer = fake.offers(new OfferQuery(DISK_GB)).getFirst();
        fake.withdraw(offer.ref());

        assertThat(fake.offers(new OfferQuery(DISK_GB))).doesNotContain(offer);
        assertThatThrownBy(() -> fake.launch(harness.order(offer, "gone")))
                .isInstanceOf(ProviderException.OutOfCapacity.class);
    }

    @Test
    void callsAreKeptInOrder() {
        fake.list();
        fake.find("1");

        assertThat(fake.calls()).extracting(VendorCall::operation).containsExactly(Operation.LIST, Operation.FIND);
        assertThat(fake.calls()).extracting(VendorCall::subject).isEqualTo(List.of("", "1"));
    }

    private RentedBox launch(String label) {
        Offer offer = fake.offers(new OfferQuery(DISK_GB)).getFirst();
        return fake.find(fake.launch(harness.order(offer, label)).vendorRef()).orElseThrow();
    }
}
