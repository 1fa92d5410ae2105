package cloud.dumont.monitoring.telemetry.web;

import cloud.dumont.agent.protocol.Beat;
import cloud.dumont.monitoring.telemetry.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Metrics of the API: {@code at} is null before the first beat. */
record MetricsView(
        @Nullable Instant at,
        List<Gpu> gpus,
        @Nullable Boolean gpuAnswers,
        @Nullable Double cpuPct,
        @Nullable Long memoryUsedBytes,
        @Nullable Long memoryTotalBytes,
        @Nullable Long diskUsedBytes,
        @Nullable Long diskTotalBytes,
        @Nullable Double load1,
        @Nullable Long uptimeS,
        Beat.@Nullable StartCommand startCommand) {
    record Gpu(
            int index,
            String name,
            @Nullable Double utilizationPct,
            @Nullable Long memoryUsedMb,
            @Nullable Long memoryTotalMb,
            @Nullable Double temperatureC,
            @Nullable Double powerW) {}

    static MetricsView of(Optional<Reading> newest) {
        return newest.map(MetricsView::of)
                .orElseGet(
                        () -> new MetricsView(null, List.of(), null, null, null, null, null, null, null, null, null));
    }

    private static MetricsView of(Reading reading) {
        Beat.Load load = reading.load();
        return new MetricsView(
                reading.at(),
                reading.gpus().stream().map(MetricsView::gpu).toList(),
                reading.gpuAnswers(),
                load.cpuPercent(),
                load.memoryUsedBytes(),
                load.memoryTotalBytes(),
                load.diskUsedBytes(),
                load.diskTotalBytes(),
                load.load1(),
                load.uptimeSeconds(),
                reading.startCommand());
    }

    private static Gpu gpu(Beat.GpuReading gpu) {
        return new Gpu(
                gpu.index(),
                gpu.name(),
                gpu.utilizationPercent(),
                gpu.memoryUsedMb(),
                gpu.memoryTotalMb(),
                gpu.temperatureCelsius(),
                gpu.powerWatts());
    }
}
