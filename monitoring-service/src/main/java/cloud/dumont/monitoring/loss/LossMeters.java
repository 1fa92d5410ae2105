package cloud.dumont.monitoring.loss;

import cloud.dumont.monitoring.guard.Guard;
import cloud.dumont.monitoring.guard.Permission;
import cloud.dumont.monitoring.guard.Zone;
import cloud.dumont.monitoring.guard.ZoneGuard;
import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.Loss;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What is told of losses in logs and series. */
@Component
class LossMeters {
    private static final Logger log = LoggerFactory.getLogger(LossMeters.class);
    private final MeterRegistry meters;
    private volatile Map<String, Long> zones = Map.of();
    private volatile Map<Zone.Kind, Long> doubted = Map.of();

    LossMeters(MeterRegistry meters) {
        this.meters = meters;
        for (String mode : List.of("normal", "partial", "full", "frozen")) {
            Gauge.builder("dumont.guard.zones", () -> zones.getOrDefault(mode, 0L))
                    .tag("mode", mode)
                    .description("zones by how much silence in them is believed; of the examining replica")
                    .register(meters);
        }
        for (Zone.Kind kind : Zone.Kind.values()) {
            Gauge.builder("dumont.guard.doubted", () -> doubted.getOrDefault(kind, 0L))
                    .tag("kind", kind.word())
                    .description("zones whose silence is not believed; of kind gateway or agent_version: our own fault")
                    .register(meters);
        }
    }

    void read(Guard guard) {
        doubted = guard.zones().entrySet().stream()
                .filter(entry -> !(entry.getValue() instanceof ZoneGuard.Normal))
                .collect(Collectors.groupingBy(entry -> entry.getKey().kind(), Collectors.counting()));
        zones = guard.zones().values().stream()
                .map(ZoneGuard::mode)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    void held(Health.Unheard unheard, Permission.Held held) {
        meters.counter("dumont.guard.held", "why", held.why().word()).increment();
        log.atWarn()
                .addKeyValue("placement_id", unheard.watch().placement())
                .addKeyValue("machine_id", unheard.watch().instance())
                .addKeyValue("why", held.detail())
                .log("a machine looks lost, but is held");
    }

    void lost(Health.Unheard unheard, Loss loss, Instant now) {
        Duration took = Duration.between(unheard.suspicion().lastSeenAt(), now);
        Timer.builder("dumont.detection")
                .description("from the last beat to the loss")
                .tag("cause", loss.cause().word())
                .register(meters)
                .record(took);
        meters.counter("dumont.losses", "cause", loss.cause().word()).increment();
        log.atWarn()
                .addKeyValue("placement_id", unheard.watch().placement())
                .addKeyValue("machine_id", unheard.watch().instance())
                .addKeyValue("cause", loss.cause().word())
                .addKeyValue("seconds_since_last_beat", took.toSeconds())
                .log("a machine is lost");
    }
}
