package cloud.dumont.instances.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.RentedBox;
import cloud.dumont.provider.testkit.FakeGpuProvider;
import cloud.dumont.provider.testkit.VendorCall.Operation;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.problem.RefusedException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** What can happen to boxes once they are there, and to boxes that nobody needs. */
@SteppedTest
class AfterLaunchTest {
    @Autowired
    private SagaBench bench;

    @Autowired
    private FakeGpuProvider vendor;

    @Autowired
    private VendorRound round;

    @Autowired
    private MockMvc mvc;

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

    @Test
    void aStoppedMachineStartsOnTheCheapestThatIsAsGoodOrBetterWithinItsLimit() {
        GpuModel own = new GpuModel("a100_pcie_80gb", "A100 PCIe 80 GB", 80);
        GpuModel better = new GpuModel("h200_nvl", "H200 NVL", 143);
        GpuModel worse = new GpuModel("l4", "L4", 24);
        bench.sell(own, "0.2");
        InstanceId id = bench.request(ana, own);
        bench.until(id, Status.RUNNING);
        bench.stop(id);
        bench.until(id, Status.STOPPED);
        bench.withdraw(own);
        bench.sell(worse, "0.1");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> bench.start(id))
                .satisfies(refused -> assertThat(refused.refusal().code()).isEqualTo("no_offer_matches"));
        bench.sell(better, "0.7");
        bench.start(id);
        bench.until(id, Status.RUNNING);
        assertThat(bench.placements.of(id).getFirst().sold().gpu()).isEqualTo(better);
        bench.withdraw(worse);
        bench.withdraw(better);
    }

    @Test
    void whatAVendorSaysOfABoxThatShouldRunIsAskedForAndKept() throws Exception {
        GpuModel gpu = bench.sell(1);
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.RUNNING);
        Placement placement = bench.placements.of(id).getFirst();
        assertThat(look(placement)).contains("\"status\":\"running\"", "\"ssh\":{\"host\"");
        round.pass();
        assertThat(words()).doesNotContain(placement.id().text());

        vendor.advance(placement.vendorRef().orElseThrow(), RentedBox.Status.STOPPED);
        round.pass();
        assertThat(words()).contains(placement.id().text(), "\"status\":\"stopped\"");
        vendor.advance(placement.vendorRef().orElseThrow(), RentedBox.Status.RUNNING);
        assertThat(look(placement)).contains("\"status\":\"running\"");
        assertThat(words()).doesNotContain(placement.id().text());
        vendor.unreachable(true);
        assertThat(look(placement)).contains("\"status\":\"unclear\"");
    }

    @Test
    void ofABoxThatItsUserRestartsNothingIsConcluded() throws Exception {
        GpuModel gpu = bench.sell(1);
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.RUNNING);
        Placement placement = bench.placements.of(id).getFirst();
        bench.reboot(id);
        vendor.advance(placement.vendorRef().orElseThrow(), RentedBox.Status.STOPPED);
        round.pass();
        assertThat(words()).doesNotContain(placement.id().text());
        assertThat(look(placement)).contains("\"status\":\"unclear\"", "\"ssh\":null");
        vendor.advance(placement.vendorRef().orElseThrow(), RentedBox.Status.RUNNING);
        bench.until(id, instance -> instance.state().reason().code().equals("rebooted"));
        assertThat(look(placement)).contains("\"status\":\"running\"");
    }

    private String look(Placement placement) throws Exception {
        return said(post("/internal/placements/" + placement.id() + "/look"));
    }

    private String words() throws Exception {
        return said(get("/internal/placements/vendor-words"));
    }

    private String said(MockHttpServletRequestBuilder question) throws Exception {
        return mvc.perform(question.header("Authorization", Users.monitoring()))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    @Test
    void rebootRestartsTheBoxInPlace() {
        GpuModel gpu = bench.sell(1);
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.RUNNING);
        bench.reboot(id);
        Instance back =
                bench.until(id, instance -> instance.state().reason().code().equals("rebooted"));
        assertThat(back.status()).isEqualTo(Status.RUNNING);
        assertThat(back.epoch().value()).isEqualTo(1);
        assertThat(vendor.calls(Operation.REBOOT)).isPositive();
    }

    @Test
    void aRebootThatTheVendorCannotDoFailsAndTheMachineRunsOn() {
        GpuModel gpu = bench.sell(1);
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.RUNNING);
        vendor.refuseNext(Operation.REBOOT, ProviderException.Refused.Reason.INVALID);
        bench.reboot(id);
        Instance back =
                bench.until(id, instance -> instance.state().reason().code().equals("reboot_failed"));
        assertThat(back.status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void aBoxThatTheVendorStopsEndsThePaidTimeAtItsLastSignOfLife(@Autowired Reconciler reconciler) {
        GpuModel gpu = bench.sell(1);
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.RUNNING);
        vendor.advance(vendor.existing().iterator().next(), RentedBox.Status.STOPPED);
        reconciler.pass();
        reconciler.pass();
        assertThat(bench.status(id)).as("two looks prove nothing").isEqualTo(Status.RUNNING);
        reconciler.pass();
        Instance stopped = bench.until(id, Status.STOPPED);
        assertThat(stopped.state().reason().code()).isEqualTo("vendor_stopped");
        var placement = bench.placements.of(id).getFirst();
        assertThat(placement.servingUntil()).isEqualTo(placement.servingFrom());
        assertThat(placement.endReason()).isEqualTo("vendor_stop");
    }

    @Test
    void aBoxThatTheVendorLostIsNotBelievedLostAtOnce(@Autowired Reconciler reconciler) {
        GpuModel gpu = bench.sell(1);
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.RUNNING);
        vendor.failNext(Operation.LIST, () -> new ProviderException.Unreachable("page 2", null));
        reconciler.pass();
        vendor.remove(vendor.existing().iterator().next());
        reconciler.pass();
        assertThat(bench.status(id)).isEqualTo(Status.RUNNING);
        reconciler.pass();
        reconciler.pass();
        assertThat(bench.until(id, Status.STOPPED).state().reason().code()).isEqualTo("vendor_lost");
    }

    @Test
    void anOrphanWithOurLabelGoesAfterTwoSightingsAndForeignBoxesNever(@Autowired Reconciler reconciler) {
        String orphan = vendor.foreignBox("dc-test-000000000000-1");
        String otherEnvironment = vendor.foreignBox("dc-prod-000000000000-1");
        String foreign = vendor.foreignBox("");
        reconciler.pass();
        bench.reclaimAll();
        assertThat(vendor.existing()).contains(orphan);
        bench.clock.advance(java.time.Duration.ofSeconds(61));
        reconciler.pass();
        bench.reclaimUntilGone();
        assertThat(vendor.existing()).containsExactlyInAnyOrder(otherEnvironment, foreign);
        vendor.remove(otherEnvironment);
        vendor.remove(foreign);
    }

    @Test
    void manyOrphansAtOnceStopTheReconciler(@Autowired Reconciler reconciler) {
        List<String> orphans = java.util.stream.IntStream.range(0, 9)
                .mapToObj(i -> vendor.foreignBox("dc-test-00000000000" + i + "-2"))
                .toList();
        bench.clock.advance(java.time.Duration.ofMinutes(11));
        reconciler.pass();
        bench.clock.advance(java.time.Duration.ofSeconds(61));
        reconciler.pass();
        reconciler.pass();
        bench.reclaimUntil(() -> vendor.existing().size() == 4);
        assertThat(vendor.existing()).hasSize(4);
        bench.clock.advance(java.time.Duration.ofMinutes(11));
        reconciler.pass();
        bench.reclaimUntil(() -> vendor.existing().isEmpty());
        assertThat(orphans).noneMatch(vendor.existing()::contains);
    }

    @Test
    void aBoxThatWillNotDieIsKilledAgainUntilItDoes() {
        GpuModel gpu = bench.sell(1);
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.RUNNING);
        vendor.slowDestroy(true);
        vendor.failNext(Operation.DESTROY, () -> new ProviderException.Unreachable("away", null));
        bench.stop(id);
        for (int i = 0; i < 20; i++) {
            bench.reclaimAll();
            bench.step(id);
            bench.clock.advance(java.time.Duration.ofSeconds(30));
        }
        assertThat(bench.status(id)).isEqualTo(Status.STOPPING);
        vendor.remove(vendor.existing().iterator().next());
        bench.until(id, Status.STOPPED);
        assertThat(vendor.calls(Operation.DESTROY)).isGreaterThan(2);
    }
}
