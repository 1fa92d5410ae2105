package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.backup.Times;
import cloud.dumont.instances.backup.depot.Depot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The figures of all backups together, as of the last look. */
@Component
class CareVitals {
    private static final double P95 = 0.95;
    private final Depot depot;
    private final JdbcClient jdbc;
    private volatile Figures figures = new Figures(0, 0, 0, 0, 0);

    private record Figures(double maxAge, double p95Age, double late, double copyLag, double storedBytes) {}

    CareVitals(Depot depot, JdbcClient jdbc, MeterRegistry meters) {
        this.depot = depot;
        this.jdbc = jdbc;
        String age = "age of the newest saved state over serving machines";
        gauge("dumont.backup.age.seconds", age, Figures::maxAge, meters, "stat", "max");
        gauge("dumont.backup.age.seconds", age, Figures::p95Age, meters, "stat", "p95");
        gauge("dumont.backup.late.machines", "serving machines whose backup is late", Figures::late, meters);
        gauge(
                "dumont.backup.copy.lag.seconds",
                "age of the oldest commit that the second store does not have",
                Figures::copyLag,
                meters);
        gauge("dumont.backup.stored.bytes", "committed bytes in the store", Figures::storedBytes, meters);
    }

    private void gauge(
            String name, String description, ToDoubleFunction<Figures> of, MeterRegistry meters, String... tags) {
        Gauge.builder(name, () -> of.applyAsDouble(figures))
                .description(description)
                .tags(tags)
                .register(meters);
    }

    void look(List<Duration> ages, int late, Instant now) {
        List<Duration> sorted = ages.stream().sorted().toList();
        double max = sorted.isEmpty() ? 0 : sorted.getLast().toSeconds();
        double p95 = sorted.isEmpty()
                ? 0
                : sorted.get((int) Math.ceil(P95 * sorted.size()) - 1).toSeconds();
        figures = new Figures(max, p95, late, copyLag(now), storedBytes());
    }

    private double copyLag(Instant now) {
        if (depot.copy().isEmpty()) {
            return 0;
        }
        Instant oldest = jdbc.sql("""
                        SELECT COALESCE(min(b.committed_at), :now) AS oldest
                          FROM backup_workspaces w JOIN backups b ON b.instance_id = w.instance_id AND b.seq > w.copied_seq
                         WHERE w.erased_at IS NULL
                        """)
                .param("now", Times.at(now))
                .query((row, number) -> Times.instant(row, "oldest"))
                .single();
        return Math.max(0, Duration.between(oldest, now).toSeconds());
    }

    private double storedBytes() {
        return jdbc.sql("SELECT COALESCE(sum(stored_bytes), 0)::float8 FROM backup_workspaces WHERE erased_at IS NULL")
                .query(Double.class)
                .single();
    }
}
