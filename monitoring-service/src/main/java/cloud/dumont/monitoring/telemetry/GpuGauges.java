package cloud.dumont.monitoring.telemetry;

import cloud.dumont.agent.protocol.Beat;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.monitoring.agent.Agent;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Mean use of the rented GPUs per vendor and model: a machine each would be too many series. */
@Component
public class GpuGauges {
    private static final Duration FRESH = Duration.ofSeconds(90);

    private record Series(String vendor, String gpu) {}

    private record Use(Series series, double ratio, Instant at) {}

    private final Map<PlacementId, Use> uses = new ConcurrentHashMap<>();
    private final Set<Series> registered = ConcurrentHashMap.newKeySet();
    private final MeterRegistry meters;
    private final InstantSource clock;

    GpuGauges(MeterRegistry meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    public void saw(Agent agent, Beat beat, Instant now) {
        OptionalDouble percent = beat.gpus().stream()
                .map(Beat.GpuReading::utilizationPercent)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
        if (percent.isEmpty()) {
            return;
        }
        Series series = new Series(agent.vendor(), agent.gpuModel());
        uses.put(agent.placement(), new Use(series, Math.clamp(percent.getAsDouble() / 100, 0, 1), now));
        if (registered.add(series)) {
            Gauge.builder("dumont.gpu.utilization.ratio", () -> mean(series))
                    .tags(Tags.of("vendor", series.vendor(), "gpu", series.gpu()))
                    .description("mean utilization of the GPUs whose beats came to this replica lately")
                    .register(meters);
        }
    }

    private double mean(Series series) {
        Instant oldest = clock.instant().minus(FRESH);
        uses.values().removeIf(use -> use.at().isBefore(oldest));
        return uses.values().stream()
                .filter(use -> use.series().equals(series))
                .mapToDouble(Use::ratio)
                .average()
                .orElse(0);
    }
}
