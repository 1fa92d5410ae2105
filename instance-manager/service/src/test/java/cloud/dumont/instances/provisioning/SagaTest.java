package cloud.dumont.instances.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.instances.bench.Bench;
import cloud.dumont.instances.bench.FakePeers;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.LaunchOrder;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.testkit.FakeGpuProvider;
import cloud.dumont.provider.testkit.VendorCall.Operation;
import cloud.dumont.web.caller.Caller;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way in which renting a box can go wrong ends in the same place: a machine that runs, or nothing rented and nothing billed. */
@SteppedTest
class SagaTest {
    @Autowired
    private SagaBench bench;

    @Autowired
    private FakeGpuProvider vendor;

    @Autowired
    private FakePeers peers;

    @Autowired
    private LaunchAttempts attempts;

    private final Caller ana = Users.someone();

    @BeforeEach
    void aFriendlyVendor() {
        vendor.autoRun(true);
        vendor.sshAnswers(true);
        vendor.slowDestroy(false);
        vendor.unreachable(false);
        vendor.priceDrift(BigDecimal.ONE);
        bench.reportedGpu = null;
        bench.agentsReport = true;
    }

    @AfterEach
    void nothingIsLeftBehind() {
        vendor.unreachable(false);
        bench.jdbc
                .sql("SELECT id FROM instances WHERE user_id = :user AND status <> 'destroyed'")
                .param("user", ana.user().value())
                .query(java.util.UUID.class)
                .list()
                .forEach(id -> {
                    bench.destroy(new InstanceId(id));
                    bench.until(new InstanceId(id), Status.DESTROYED);
                });
        bench.reclaimUntilGone();
        assertThat(vendor.existing()).as("boxes still rented").isEmpty();
        assertThat(bench.jdbc
                        .sql("SELECT count(*) FROM placements WHERE state = 'serving'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private List<LaunchAttempt.State> outcomes(InstanceId id) {
        return attempts.of(id).stream().map(LaunchAttempt::state).toList();
    }

    @Test
    void aMachineComesUpIsStoppedStartedAndDestroyed() {
        GpuModel gpu = bench.sell(2);
        InstanceId id = bench.request(ana, gpu);
        assertThat(peers.holds()).contains(id.text());

        Instance running = bench.until(id, Status.RUNNING);
        assertThat(running.epoch().value()).isEqualTo(1);
        assertThat(vendor.existing()).hasSize(1);
        assertThat(running.state()).isInstanceOfSatisfying(InstanceState.Running.class, state -> {
            assertThat(state.serving().vendor()).isEqualTo(Bench.VENDOR);
            assertThat(state.serving().price().compareTo(running.maxPrice())).isNegative();
        });

        bench.stop(id);
        bench.until(id, Status.STOPPED);
        assertThat(vendor.existing()).isEmpty();

        bench.start(id);
        assertThat(bench.until(id, Status.RUNNING).epoch().value()).isEqualTo(2);
        bench.destroy(id);
        bench.until(id, Status.DESTROYED);
        assertThat(vendor.existing()).isEmpty();
        assertThat(bench.facts(id))
                .containsSubsequence(
                        "instance.requested",
                        "placement.intended",
                        "placement.attempt_settled",
                        "placement.enrolled",
                        "placement.serving_started",
                        "placement.serving_ended",
                        "placement.gone",
                        "placement.serving_started",
                        "placement.serving_ended",
                        "instance.destroyed");
    }

    @Test
    void anOfferThatIsGoneLeadsToTheNext() {
        GpuModel gpu = bench.sell(3);
        vendor.sellOut(SagaBench.ref(gpu, 1));
        vendor.sellOut(SagaBench.ref(gpu, 2));
        InstanceId id = bench.requestOffer(ana, gpu, 1);
        bench.until(id, Status.RUNNING);
        assertThat(outcomes(id))
                .containsExactly(
                        LaunchAttempt.State.REJECTED, LaunchAttempt.State.REJECTED, LaunchAttempt.State.ACCEPTED);
        assertThat(attempts.of(id).getFirst().offerRef()).isEqualTo(SagaBench.ref(gpu, 1));
    }

    @Test
    void whenEverythingIsSoldOutTheMachineFailsUnbilled() {
        GpuModel gpu = bench.sell(2);
        vendor.sellOut(SagaBench.ref(gpu, 1));
        vendor.sellOut(SagaBench.ref(gpu, 2));
        InstanceId id = bench.request(ana, gpu);
        Instance failed = bench.until(id, Status.FAILED);
        assertThat(failed.state().reason().code()).isEqualTo("no_capacity");
        assertThat(peers.holds()).doesNotContain(id.text());
        assertThat(bench.facts(id)).doesNotContain("placement.serving_started");
        assertThat(bench.placements.of(id))
                .allSatisfy(placement -> assertThat(placement.state().isOver()).isTrue());
    }

    @Test
    void aHalfLaunchIsGivenBackAndTheNextOfferTried() {
        GpuModel gpu = bench.sell(2);
        vendor.halfLaunchNext();
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.RUNNING);
        bench.reclaimUntilGone();
        assertThat(outcomes(id)).containsExactly(LaunchAttempt.State.REJECTED, LaunchAttempt.State.ACCEPTED);
        assertThat(vendor.existing()).hasSize(1);
    }

    @Test
    void aLostAnswerIsFoundByItsLabelAndAdopted() {
        GpuModel gpu = bench.sell(2);
        vendor.loseAnswerOfNext(Operation.LAUNCH);
        vendor.hideFromReads(1);
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.RUNNING);
        assertThat(outcomes(id)).containsExactly(LaunchAttempt.State.ADOPTED);
        assertThat(vendor.existing()).hasSize(1);
    }

    @Test
    void aLaunchThatNeverWasIsAbsentBeforeTheNextOfferIsBought() {
        GpuModel gpu = bench.sell(2);
        vendor.failNext(Operation.LAUNCH, () -> new ProviderException.Unreachable("cut", null));
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, instance -> outcomes(id).contains(LaunchAttempt.State.UNKNOWN));
        var lostAt = bench.clock.instant();
        bench.until(id, Status.RUNNING);
        assertThat(outcomes(id)).containsExactly(LaunchAttempt.State.ABSENT, LaunchAttempt.State.ACCEPTED);
        LaunchAttempt absent = attempts.of(id).getFirst();
        assertThat(absent.listings()).isGreaterThanOrEqualTo(3);
        assertThat(attempts.of(id).getLast().sentAt()).isAfterOrEqualTo(lostAt.plusSeconds(120));
    }

    @Test
    void aThrottledLaunchIsRepeatedLater() {
        GpuModel gpu = bench.sell(1);
        vendor.throttleNext(Operation.LAUNCH, null);
        vendor.throttleNext(Operation.LAUNCH, null);
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.RUNNING);
        assertThat(attempts.of(id))
                .hasSize(3)
                .last()
                .satisfies(last -> assertThat(last.state()).isEqualTo(LaunchAttempt.State.ACCEPTED));
    }

    @Test
    void aVendorThatRefusesOurKeyEndsTheEndeavour() {
        GpuModel gpu = bench.sell(3);
        vendor.refuseNext(Operation.LAUNCH, ProviderException.Refused.Reason.UNAUTHORIZED);
        InstanceId id = bench.request(ana, gpu);
        assertThat(bench.until(id, Status.FAILED).state().reason().code()).isEqualTo("no_capacity");
        assertThat(outcomes(id)).containsExactly(LaunchAttempt.State.REJECTED);
    }

    @Test
    void whileTheVendorIsAwayTheMachineWaitsAndThenComesUp() {
        GpuModel gpu = bench.sell(1);
        InstanceId id = bench.request(ana, gpu);
        bench.step(id);
        vendor.unreachable(true);
        for (int i = 0; i < 5; i++) {
            bench.step(id);
            bench.clock.advance(java.time.Duration.ofSeconds(10));
        }
        assertThat(bench.status(id)).isEqualTo(Status.LAUNCHING);
        vendor.unreachable(false);
        vendor.sell(cloud.dumont.provider.testkit.SampleOffers.of(Bench.VENDOR, gpu.id() + "-9", gpu, "0.15"));
        bench.until(id, Status.RUNNING);
        assertThat(vendor.existing()).hasSize(1);
    }

    @Test
    void aBoxThatNeverBootsIsGivenBackAndItsHostAvoided() {
        GpuModel gpu = bench.sell(2);
        vendor.autoRun(false);
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.BOOTING);
        vendor.autoRun(true);
        bench.until(id, Status.RUNNING);
        assertThat(bench.placements.of(id)).hasSize(2);
        assertThat(bench.placements.of(id).getLast().endReason()).isEqualTo("boot_timeout");
        assertThat(bench.instance(id).epoch().value()).isEqualTo(2);
        bench.reclaimUntilGone();
        assertThat(vendor.existing()).hasSize(1);
    }

    @Test
    void aBoxWhoseSshStaysShutIsGivenBack() {
        GpuModel gpu = bench.sell(2);
        vendor.sshAnswers(false);
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.BOOTING);
        vendor.sshAnswers(true);
        bench.until(id, Status.RUNNING);
        assertThat(bench.placements.of(id).getLast().endReason()).isEqualTo("boot_timeout");
    }

    @Test
    void aBoxWithAnotherGpuIsRefused() {
        GpuModel gpu = bench.sell(1);
        bench.reportedGpu = "NVIDIA GeForce GTX 1060";
        InstanceId id = bench.request(ana, gpu);
        Instance failed = bench.until(id, Status.FAILED);
        assertThat(failed.state().reason().code()).isEqualTo("launch_failed");
        assertThat(bench.placements.of(id).getFirst().endDetail()).contains("GTX 1060");
        assertThat(bench.facts(id)).doesNotContain("placement.serving_started");
    }

    @Test
    void aBoxThatTheVendorDeletesWhileItBootsIsReplaced() {
        GpuModel gpu = bench.sell(2);
        vendor.autoRun(false);
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.BOOTING);
        vendor.remove(vendor.existing().iterator().next());
        vendor.autoRun(true);
        bench.until(id, Status.RUNNING);
        assertThat(bench.placements.of(id)).hasSize(2);
    }

    @Test
    void aSecondBoxWithTheSameTokenQuarantinesTheFirst() {
        GpuModel gpu = bench.sell(2);
        bench.agentsReport = false;
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, instance -> bench.placements.of(id).stream().anyMatch(p -> p.isReachable()));
        var placement = bench.placements.of(id).getFirst();
        assertThat(bench.enrol(placement, "mine").authorizedKeys()).containsExactly(FakePeers.KEY);
        assertThat(bench.enrol(placement, "mine").hostKeyPrivate()).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> bench.enrol(placement, "thief"))
                .hasMessageContaining("token_spent");
        assertThat(bench.placements.of(id).getFirst().endReason()).isEqualTo("token_reused");
        bench.agentsReport = true;
        bench.until(id, Status.RUNNING);
        assertThat(bench.instance(id).epoch().value()).isEqualTo(2);
    }

    @Test
    void afterEightOffersItGivesUp() {
        GpuModel gpu = bench.sell(9);
        for (int i = 1; i <= 9; i++) {
            vendor.sellOut(SagaBench.ref(gpu, i));
        }
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.FAILED);
        assertThat(outcomes(id)).hasSize(8).containsOnly(LaunchAttempt.State.REJECTED);
    }

    @Test
    void whenTheMoneyIsGoneBetweenTwoOffersNothingMoreIsBought() {
        GpuModel gpu = bench.sell(2);
        vendor.sellOut(SagaBench.ref(gpu, 1));
        InstanceId id = bench.request(ana, gpu);
        peers.emptyWalletOf(ana.user().text());
        assertThat(bench.until(id, Status.FAILED).state().reason().code()).isEqualTo("insufficient_balance");
        assertThat(outcomes(id)).containsExactly(LaunchAttempt.State.REJECTED);
    }

    @Test
    void destroyWinsAtEveryPoint() {
        for (Status point : List.of(Status.REQUESTED, Status.LAUNCHING, Status.BOOTING, Status.RUNNING)) {
            GpuModel gpu = bench.sell(1);
            InstanceId id = bench.request(ana, gpu);
            bench.until(id, point);
            bench.destroy(id);
            bench.until(id, Status.DESTROYED);
            assertThat(vendor.existing()).as("after destroy while " + point).isEmpty();
            assertThat(peers.holds()).doesNotContain(id.text());
        }
    }

    @Test
    void destroyWhileTheAnswerIsUnknownFinishesTheSagaFirst() {
        GpuModel gpu = bench.sell(2);
        vendor.loseAnswerOfNext(Operation.LAUNCH);
        vendor.hideFromReads(4);
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, instance -> outcomes(id).contains(LaunchAttempt.State.UNKNOWN));
        bench.destroy(id);
        bench.until(id, Status.DESTROYED);
        assertThat(outcomes(id)).containsExactly(LaunchAttempt.State.ADOPTED);
        assertThat(vendor.existing()).isEmpty();
    }

    @Test
    void destroyWhileTheVendorIsBeingAskedGivesTheBoxBack() throws Exception {
        GpuModel gpu = bench.sell(1);
        InstanceId id = bench.request(ana, gpu);
        bench.step(id);
        vendor.hold(Operation.LAUNCH);
        Thread worker = Thread.ofVirtual().start(() -> bench.step(id));
        org.awaitility.Awaitility.await()
                .until(() -> attempts.of(id).stream().anyMatch(a -> a.state() == LaunchAttempt.State.SENT));
        bench.destroy(id);
        vendor.release(Operation.LAUNCH);
        worker.join();
        bench.until(id, Status.DESTROYED);
        assertThat(outcomes(id)).containsExactly(LaunchAttempt.State.ACCEPTED);
        assertThat(vendor.existing()).isEmpty();
    }

    @Test
    void aWorkerThatDiesBeforeItsCallLeavesAnAbsentAttempt(@Autowired Intents intents, @Autowired OfferPick picks) {
        GpuModel gpu = bench.sell(2);
        InstanceId id = bench.request(ana, gpu);
        bench.step(id);
        dieBeforeTheCall(id, intents, picks);
        bench.until(id, Status.RUNNING);
        assertThat(outcomes(id)).containsExactly(LaunchAttempt.State.ABSENT, LaunchAttempt.State.ACCEPTED);
        assertThat(vendor.existing()).hasSize(1);
    }

    @Test
    void aWorkerThatDiesAfterItsCallLeavesABoxThatIsAdopted(
            @Autowired Intents intents, @Autowired OfferPick picks, @Autowired LaunchOrders orders) {
        GpuModel gpu = bench.sell(2);
        InstanceId id = bench.request(ana, gpu);
        bench.step(id);
        BootstrapToken token = BootstrapToken.make();
        LaunchAttempt attempt = dieBeforeTheCall(id, intents, picks, token);
        LaunchOrder order = orders.order(bench.instance(id).spec(), attempt, token);
        vendor.launch(order);
        bench.until(id, Status.RUNNING);
        assertThat(outcomes(id)).containsExactly(LaunchAttempt.State.ADOPTED);
        assertThat(vendor.existing()).hasSize(1);
    }

    private void dieBeforeTheCall(InstanceId id, Intents intents, OfferPick picks) {
        dieBeforeTheCall(id, intents, picks, BootstrapToken.make());
    }

    private LaunchAttempt dieBeforeTheCall(InstanceId id, Intents intents, OfferPick picks, BootstrapToken token) {
        Instance instance = bench.instance(id);
        InstanceState.Launching launching = (InstanceState.Launching) instance.state();
        OfferPick.Pick.Found found = (OfferPick.Pick.Found) picks.pick(instance, launching.cycle());
        return intents.intend(id, found.offer(), token, true).orElseThrow();
    }
}
