package cloud.dumont.agent.gpu;

import cloud.dumont.agent.protocol.Beat;
import cloud.dumont.agent.protocol.BoxFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the driver's tool said. @param answers false: it hung, failed, or is not there @param detail why, for people */
public record GpuReport(
        boolean answers, List<Gpu> gpus, @Nullable String driver, String detail) {
    public GpuReport {
        gpus = List.copyOf(gpus);
    }

    public static GpuReport silent(String detail) {
        return new GpuReport(false, List.of(), null, detail);
    }

    /** A value that the tool does not give is null. */
    public record Gpu(
            int index,
            String name,
            @Nullable String uuid,
            @Nullable Long memoryTotalMb,
            @Nullable Long memoryUsedMb,
            @Nullable Double utilizationPercent,
            @Nullable Double temperatureCelsius,
            @Nullable Double powerWatts) {}

    public List<BoxFacts.Gpu> facts() {
        return gpus.stream()
                .map(gpu -> new BoxFacts.Gpu(
                        gpu.name(),
                        gpu.memoryTotalMb() == null ? null : gpu.memoryTotalMb().intValue(),
                        gpu.uuid()))
                .toList();
    }

    public List<Beat.GpuReading> readings() {
        return gpus.stream()
                .map(gpu -> new Beat.GpuReading(
                        gpu.index(),
                        gpu.name(),
                        gpu.utilizationPercent(),
                        gpu.memoryUsedMb(),
                        gpu.memoryTotalMb(),
                        gpu.temperatureCelsius(),
                        gpu.powerWatts()))
                .toList();
    }
}
