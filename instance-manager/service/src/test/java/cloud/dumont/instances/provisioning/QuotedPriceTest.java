package cloud.dumont.instances.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.testkit.FakeGpuProvider;
import cloud.dumont.web.caller.Caller;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What was quoted is what is paid: a box that its vendor sells dearer is given back at once. */
@SteppedTest
class QuotedPriceTest {
    @Autowired
    private SagaBench bench;

    @Autowired
    private FakeGpuProvider vendor;

    private final Caller ana = Users.someone();

    @BeforeEach
    void aFriendlyVendor() {
        vendor.autoRun(true);
        vendor.sshAnswers(true);
        bench.reportedGpu = null;
        bench.agentsReport = true;
    }

    @AfterEach
    void theQuotedPriceAgain() {
        vendor.priceDrift(BigDecimal.ONE);
    }

    @Test
    void aBoxThatIsDearerThanQuotedIsRefused() {
        GpuModel gpu = bench.sell(2);
        vendor.priceDrift(new BigDecimal("1.01"));
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.BOOTING);
        vendor.priceDrift(BigDecimal.ONE);
        bench.until(id, Status.RUNNING);
        assertThat(bench.placements.of(id).getLast().endReason()).isEqualTo("dearer_than_quoted");
        bench.destroy(id);
        bench.until(id, Status.DESTROYED);
        bench.reclaimUntilGone();
    }

    @Test
    void aPriceThatTheVendorOnlyRoundedIsNoOtherPrice() {
        GpuModel gpu = bench.sell(1);
        vendor.priceDrift(new BigDecimal("1.0000005"));
        InstanceId id = bench.request(ana, gpu);
        bench.until(id, Status.RUNNING);
        assertThat(bench.placements.of(id)).hasSize(1);
        bench.destroy(id);
        bench.until(id, Status.DESTROYED);
        bench.reclaimUntilGone();
    }
}
