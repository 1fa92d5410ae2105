package cloud.dumont.monitoring.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** When each loop ended its last pass, in whichever replica: a loop that stands still looks healthy by everything else. */
@Component
public class Passes {
    private final JdbcClient jdbc;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();

    Passes(JdbcClient jdbc, MeterRegistry meters, InstantSource clock) {
        this.jdbc = jdbc;
        this.meters = meters;
        this.clock = clock;
    }

    public void passed(String loop, Instant now) {
        gauges.computeIfAbsent(loop, this::gauge);
        jdbc.sql("INSERT INTO sweeps (name, at) VALUES (:name, :now) ON CONFLICT (name) DO UPDATE SET at = :now")
                .param("name", loop)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Instant> last(String loop) {
        return jdbc.sql("SELECT at FROM sweeps WHERE name = :name")
                .param("name", loop)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private Gauge gauge(String loop) {
        return Gauge.builder("dumont.loop.age", () -> age(loop))
                .baseUnit("seconds")
                .tag("loop", loop)
                .description("since the end of the last pass")
                .register(meters);
    }

    private double age(String loop) {
        return last(loop)
                .map(at -> Duration.between(at, clock.instant()).toMillis() / 1000.0)
                .orElse(Double.NaN);
    }
}
