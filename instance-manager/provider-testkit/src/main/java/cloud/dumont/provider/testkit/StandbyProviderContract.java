package cloud.dumont.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import cloud.dumont.provider.ProviderException.InstanceGone;
import cloud.dumont.provider.ProviderException.OutOfCapacity;
import cloud.dumont.provider.ProviderException.Refused;
import cloud.dumont.provider.ProviderException.Throttled;
import cloud.dumont.provider.ProviderException.Unreachable;
import cloud.dumont.provider.RentedBox.Endpoint;
import cloud.dumont.provider.StandbyBox;
import cloud.dumont.provider.StandbyBox.Status;
import cloud.dumont.provider.StandbyOrder;
import cloud.dumont.provider.StandbyProvider;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What every {@link StandbyProvider} must do, fakes included. Implement it in a test class and give each test a fresh harness.
 */
public interface StandbyProviderContract {
    /** The harness of the running test; the same one until the test ends. */
    StandbyProviderHarness harness();

    private StandbyProvider provider() {
        return harness().provider();
    }

    private StandbyBox awaitStatus(String ref, Status wanted) {
        return await().atMost(harness().patience())
                .until(() -> provider().find(ref).orElse(null), box -> box != null && box.status() == wanted);
    }

    private String running(String label, boolean spot) {
        String ref = provider().launch(harness().order(label, spot)).vendorRef();
        awaitStatus(ref, Status.RUNNING);
        return ref;
    }

    @Test
    default void aLaunchedMachineIsListedAndAnswersSsh() {
        StandbyOrder order = harness().order("dc-test-life-1", false);
        String ref = provider().launch(order).vendorRef();
        StandbyBox box = awaitStatus(ref, Status.RUNNING);
        assertThat(box.label()).isEqualTo(order.label());
        assertThat(box.zone()).isEqualTo(order.zone());
        assertThat(box.machineType()).isEqualTo(order.machineType());
        assertThat(box.spot()).isFalse();
        assertThat(provider().list()).extracting(StandbyBox::vendorRef).containsExactly(ref);
        assertThat(harness().startScript(ref)).isEqualTo(order.startScript());
        Endpoint ssh = Objects.requireNonNull(box.ssh());
        await().atMost(harness().patience())
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(SshBanner.read(ssh)).startsWith("SSH-2.0-"));
    }

    @Test
    default void theSameOrderAgainIsTheSameMachine() {
        StandbyOrder order = harness().order("dc-test-same-1", false);
        String first = provider().launch(order).vendorRef();
        assertThat(provider().launch(order).vendorRef()).isEqualTo(first);
        assertThat(harness().existing()).containsExactly(first);
    }

    @Test
    default void aLostAnswerIsMadeGoodByAskingAgain() {
        StandbyOrder order = harness().order("dc-test-lost-1", false);
        harness().loseNextAnswer();
        assertThatThrownBy(() -> provider().launch(order)).isInstanceOf(Unreachable.class);
        String ref = provider().launch(order).vendorRef();
        assertThat(harness().existing()).containsExactly(ref);
    }

    @Test
    default void aFullZoneIsSaidAndLeavesNothing() {
        harness().sellOut();
        StandbyOrder order = harness().order("dc-test-full-1", false);
        assertThatThrownBy(() -> provider().launch(order)).isInstanceOf(OutOfCapacity.class);
        await().atMost(harness().patience()).until(() -> harness().existing().isEmpty());
        harness().restock();
        assertThat(provider().launch(harness().order("dc-test-full-2", false)).vendorRef())
                .isNotBlank();
    }

    @Test
    default void aQuotaThatIsUsedUpIsARefusal() {
        harness().exhaustQuota();
        assertThatThrownBy(() -> provider().launch(harness().order("dc-test-quota-1", false)))
                .isInstanceOf(Refused.class);
        await().atMost(harness().patience()).until(() -> harness().existing().isEmpty());
    }

    @Test
    default void aFailureThatForgetsItsStatusIsNoSuccess() {
        harness().failNextSilently();
        Throwable failed = catchThrowable(() -> provider().launch(harness().order("dc-test-silent-1", false)));
        assertThat(failed).isInstanceOfAny(OutOfCapacity.class, Refused.class);
    }

    @Test
    default void aThrottledLaunchMadeNothing() {
        harness().throttleNext();
        StandbyOrder order = harness().order("dc-test-slow-1", false);
        assertThatThrownBy(() -> provider().launch(order)).isInstanceOf(Throttled.class);
        assertThat(harness().existing()).isEmpty();
        assertThat(provider().launch(order).vendorRef()).isNotBlank();
    }

    @Test
    default void itStopsAndStartsOnTheSameDisk() {
        String ref = running("dc-test-stop-1", false);
        provider().stop(ref);
        assertThat(awaitStatus(ref, Status.STOPPED).ssh()).isNull();
        provider().stop(ref);
        provider().start(ref);
        assertThat(awaitStatus(ref, Status.RUNNING).ssh()).isNotNull();
        provider().start(ref);
        assertThat(harness().existing()).containsExactly(ref);
    }

    @Test
    default void itIsSuspendedAndResumed() {
        String ref = running("dc-test-suspend-1", false);
        provider().suspend(ref);
        awaitStatus(ref, Status.SUSPENDED);
        provider().start(ref);
        awaitStatus(ref, Status.RUNNING);
    }

    @Test
    default void aStoppedMachineWhoseZoneIsFullStaysAsItWas() {
        String ref = running("dc-test-stay-1", false);
        provider().stop(ref);
        awaitStatus(ref, Status.STOPPED);
        harness().sellOut();
        assertThatThrownBy(() -> provider().start(ref)).isInstanceOf(OutOfCapacity.class);
        awaitStatus(ref, Status.STOPPED);
    }

    @Test
    default void destroyingIsIdempotent() {
        String ref = running("dc-test-end-1", false);
        provider().destroy(ref);
        provider().destroy(ref);
        await().atMost(harness().patience()).until(() -> harness().existing().isEmpty());
        provider().destroy(ref);
        assertThat(provider().find(ref)).isEmpty();
        assertThatThrownBy(() -> provider().start(ref)).isInstanceOf(InstanceGone.class);
    }

    @Test
    default void aSpotMachineThatIsTakenIsStopped() {
        String ref = running("dc-test-spot-1", true);
        assertThat(provider().find(ref)).get().matches(StandbyBox::spot);
        harness().preempt(ref);
        awaitStatus(ref, Status.STOPPED);
    }

    @Test
    default void aListingThatBreaksDownIsNoList() {
        running("dc-test-page-1", false);
        harness().failPage();
        assertThatThrownBy(() -> provider().list()).isInstanceOf(Unreachable.class);
        assertThat(provider().list()).hasSize(1);
    }

    @Test
    default void wordsThatNobodyKnowsAreUnknown() {
        String ref = running("dc-test-words-1", false);
        harness().strangeWords();
        assertThat(provider().find(ref)).get().extracting(StandbyBox::status).isEqualTo(Status.UNKNOWN);
    }

    @Test
    default void refusedCredentialsAreSaid() {
        harness().revokeKey();
        assertThatThrownBy(() -> provider().launch(harness().order("dc-test-key-1", false)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refused.Reason.UNAUTHORIZED));
        assertThatThrownBy(() -> provider().list()).isInstanceOf(Refused.class);
    }

    @Test
    default void aDeadLineIsUnreachable() {
        harness().cutLine();
        assertThatThrownBy(() -> provider().launch(harness().order("dc-test-line-1", false)))
                .isInstanceOf(Unreachable.class);
        assertThatThrownBy(() -> provider().list()).isInstanceOf(Unreachable.class);
        assertThatThrownBy(() -> provider().find("us-central1-a/none")).isInstanceOf(Unreachable.class);
    }

    @Test
    default void noMessageHoldsTheScript() {
        harness().sellOut();
        StandbyOrder order = harness().order("dc-test-quiet-1", false);
        Throwable failed = catchThrowable(() -> provider().launch(order));
        assertThat(String.valueOf(failed.getMessage())).doesNotContain(GpuProviderContract.SECRET);
        assertThat(order.startScript()).contains(GpuProviderContract.SECRET);
        assertThat(order.toString()).doesNotContain(GpuProviderContract.SECRET);
    }
}
