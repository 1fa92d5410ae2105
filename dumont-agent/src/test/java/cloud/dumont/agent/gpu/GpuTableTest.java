package cloud.dumont.agent.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the tool of several driver versions printed. */
class GpuTableTest {
    private static String golden(String name) throws IOException {
        try (InputStream in = GpuTableTest.class.getResourceAsStream("/nvidia-smi/" + name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static GpuReport read(int exit, String name) throws IOException {
        return GpuTable.read(exit, golden(name), GpuTable.FIELDS);
    }

    @Test
    void oneGpuWithAllItsNumbers() throws IOException {
        GpuReport report = read(0, "one-4090-550");

        assertThat(report.answers()).isTrue();
        assertThat(report.driver()).isEqualTo("550.54.15");
        assertThat(report.gpus())
                .containsExactly(new GpuReport.Gpu(
                        0,
                        "NVIDIA GeForce RTX 4090",
                        "GPU-8f1c2f4e-0000-4c1d-9b0e-6f6f7d6a0001",
                        24564L,
                        20311L,
                        97.0,
                        71.0,
                        401.37));
    }

    @Test
    void eightGpusInTheirOrder() throws IOException {
        GpuReport report = read(0, "eight-h100-570");

        assertThat(report.gpus()).extracting(GpuReport.Gpu::index).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(report.gpus()).extracting(GpuReport.Gpu::memoryTotalMb).containsOnly(81559L);
        assertThat(report.gpus().get(7).utilizationPercent()).isEqualTo(70.0);
    }

    @Test
    void whatIsNotSupportedIsUnknownAndNotZero() throws IOException {
        GpuReport report = read(0, "unsupported-390");

        assertThat(report.answers()).isTrue();
        assertThat(report.gpus().get(0).utilizationPercent()).isNull();
        assertThat(report.gpus().get(0).powerWatts()).isNull();
        assertThat(report.gpus().get(1).utilizationPercent()).isZero();
    }

    @Test
    void aGpuWithoutMemoryOfItsOwn() throws IOException {
        GpuReport report = read(0, "na-575");

        assertThat(report.gpus().getFirst().memoryTotalMb()).isNull();
        assertThat(report.facts().getFirst().memoryMb()).isNull();
        assertThat(report.gpus().getFirst().utilizationPercent()).isEqualTo(3.0);
    }

    @Test
    void errorsInPlaceOfNumbers() throws IOException {
        GpuReport.Gpu gpu = read(0, "err-535").gpus().getFirst();

        assertThat(gpu.memoryTotalMb()).isEqualTo(24576L);
        assertThat(gpu.memoryUsedMb()).isNull();
        assertThat(gpu.utilizationPercent()).isNull();
        assertThat(gpu.temperatureCelsius()).isNull();
    }

    @Test
    void aGpuCutIntoSlicesHasNoUseOfItsOwn() throws IOException {
        GpuReport report = read(0, "mig-a100-535");

        assertThat(report.answers()).isTrue();
        assertThat(report.gpus().getFirst().utilizationPercent()).isNull();
        assertThat(report.gpus().getFirst().memoryUsedMb()).isEqualTo(87L);
    }

    @Test
    void noGpuIsAnAnswer() throws IOException {
        GpuReport report = read(6, "none");

        assertThat(report.answers()).isTrue();
        assertThat(report.gpus()).isEmpty();
    }

    @Test
    void noDriverIsNoAnswer() throws IOException {
        GpuReport report = read(9, "no-driver");

        assertThat(report.answers()).isFalse();
        assertThat(report.gpus()).isEmpty();
        assertThat(report.detail()).startsWith("exit 9: NVIDIA-SMI has failed");
    }

    @Test
    void oneLostGpuLeavesTheOthersReadable() throws IOException {
        GpuReport report = read(15, "one-lost");

        assertThat(report.answers()).isFalse();
        assertThat(report.gpus()).hasSize(1);
        assertThat(report.detail()).contains("GPU is lost");
    }

    @Test
    void unitsThatWereNotAskedForAreTakenOff() throws IOException {
        GpuReport.Gpu gpu = read(0, "units").gpus().getFirst();

        assertThat(gpu.memoryTotalMb()).isEqualTo(23034L);
        assertThat(gpu.utilizationPercent()).isZero();
        assertThat(gpu.powerWatts()).isEqualTo(16.52);
    }

    @Test
    void anOldToolIsAskedForLess() throws IOException {
        assertThat(GpuTable.lacksField(2, golden("old-field"))).isTrue();
        GpuReport report = GpuTable.read(0, golden("few-fields-367"), GpuTable.FEWEST_FIELDS);

        assertThat(report.answers()).isTrue();
        assertThat(report.gpus().getFirst().memoryTotalMb()).isEqualTo(8113L);
        assertThat(report.gpus().getFirst().utilizationPercent()).isNull();
    }

    @Test
    void garbageIsNoGpu() {
        GpuReport report = GpuTable.read(0, "<html>, what, is this\n\u0000\u0001", GpuTable.FIELDS);

        assertThat(report.gpus()).isEqualTo(List.of());
        assertThat(report.answers()).isFalse();
    }
}
