package cloud.dumont.instances.enrolment;

import cloud.dumont.agent.protocol.BoxFacts;
import cloud.dumont.agent.protocol.PreflightReport;
import cloud.dumont.instances.placement.Sold;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compares what a box found about itself with what was sold. The box measures, this judges. */
final class Preflight {
    private static final long GB = 1_000_000_000L;
    private static final int VRAM_TOLERANCE_PERCENT = 3;
    private static final int DISK_AT_LEAST_PERCENT = 90;

    private Preflight() {}

    /** @return what is wrong, in a sentence; empty when the box is as sold */
    static Optional<String> fault(Sold sold, PreflightReport report) {
        List<BoxFacts.Gpu> gpus = report.box().gpus();
        if (!report.gpuAnswers()) {
            return Optional.of("The GPU does not answer.");
        }
        if (gpus.size() != sold.gpuCount()) {
            return Optional.of("It has " + gpus.size() + " GPUs instead of " + sold.gpuCount() + ".");
        }
        return gpus.stream()
                .flatMap(gpu -> fault(sold, gpu).stream())
                .findFirst()
                .or(() -> withoutGpu(sold, report));
    }

    static Optional<String> withoutGpu(Sold sold, PreflightReport report) {
        return diskFault(sold, report)
                .or(() ->
                        report.sshListens() ? Optional.empty() : Optional.of("Nothing that speaks SSH listens on it."));
    }

    private static Optional<String> fault(Sold sold, BoxFacts.Gpu gpu) {
        if (!GpuNames.same(sold.gpu().name(), gpu.name())) {
            return Optional.of(
                    "Its GPU is " + gpu.name() + " instead of " + sold.gpu().name() + ".");
        }
        Integer memory = gpu.memoryMb();
        if (memory != null && 100L * Math.abs(memory - sold.vramMb()) > (long) VRAM_TOLERANCE_PERCENT * sold.vramMb()) {
            return Optional.of(
                    String.format(Locale.ROOT, "Its GPU has %d MB of memory instead of %d MB.", memory, sold.vramMb()));
        }
        return Optional.empty();
    }

    private static Optional<String> diskFault(Sold sold, PreflightReport report) {
        Long disk = report.box().diskBytes();
        return disk != null && 100 * disk < DISK_AT_LEAST_PERCENT * sold.diskGb() * GB
                ? Optional.of("Its disk has " + disk / GB + " GB instead of " + sold.diskGb() + " GB.")
                : Optional.empty();
    }
}
