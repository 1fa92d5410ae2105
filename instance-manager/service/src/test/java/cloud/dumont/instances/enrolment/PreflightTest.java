package cloud.dumont.instances.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.protocol.BoxFacts;
import cloud.dumont.agent.protocol.PreflightReport;
import cloud.dumont.instances.placement.Sold;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.Region;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreflightTest {
    private static final Sold SOLD =
            new Sold(new GpuModel("rtx_4090", "RTX 4090", 24), 2, 24_564, 60, new Region("CA"), "container");

    private static PreflightReport report(
            int gpus, String name, @Nullable Integer memory, @Nullable Long disk, boolean gpuAnswers, boolean ssh) {
        return new PreflightReport(
                new Epoch(1),
                new BoxFacts(
                        Collections.nCopies(gpus, new BoxFacts.Gpu(name, memory, null)),
                        null,
                        null,
                        null,
                        disk,
                        "6.1",
                        List.of(),
                        "root"),
                gpuAnswers,
                ssh,
                null,
                null,
                0,
                null);
    }

    private static PreflightReport good() {
        return report(2, "NVIDIA GeForce RTX 4090", 24_564, 60_000_000_000L, true, true);
    }

    @Test
    void aBoxAsSoldPasses() {
        assertThat(Preflight.fault(SOLD, good())).isEmpty();
    }

    @Test
    void whatIsNotKnownIsNotHeldAgainstIt() {
        assertThat(Preflight.fault(SOLD, report(2, "NVIDIA GeForce RTX 4090", null, null, true, true)))
                .isEmpty();
    }

    @Test
    void everyDifferenceIsNamed() {
        assertFault(report(2, "NVIDIA GeForce RTX 4090", 24_564, null, false, true), "does not answer");
        assertFault(report(1, "NVIDIA GeForce RTX 4090", 24_564, null, true, true), "1 GPUs instead of 2");
        assertFault(report(2, "NVIDIA GeForce RTX 3090", 24_564, null, true, true), "RTX 3090 instead of RTX 4090");
        assertFault(report(2, "NVIDIA GeForce RTX 4090", 23_800, null, true, true), "23800 MB");
        assertFault(report(2, "NVIDIA GeForce RTX 4090", 24_564, 53_000_000_000L, true, true), "disk has 53 GB");
        assertFault(report(2, "NVIDIA GeForce RTX 4090", 24_564, null, true, false), "SSH");
    }

    @Test
    void theTolerancesAreThreeAndTenPercent() {
        assertThat(Preflight.fault(SOLD, report(2, "NVIDIA GeForce RTX 4090", 23_828, 54_000_000_000L, true, true)))
                .isEmpty();
    }

    private static void assertFault(PreflightReport report, String words) {
        assertThat(Preflight.fault(SOLD, report))
                .hasValueSatisfying(fault -> assertThat(fault).contains(words));
    }
}
