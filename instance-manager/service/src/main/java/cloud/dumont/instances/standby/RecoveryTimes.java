package cloud.dumont.instances.standby;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How long machines were away whose box was lost, as measured here. */
@Component
public class RecoveryTimes {
    private static final Duration REMEMBERED = Duration.ofDays(90);
    private final JdbcClient jdbc;

    RecoveryTimes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Seconds from the last sign of life until the machine could be used again. @param n cases behind it */
    public record Recovery(double p50S, double p95S, int n) {}

    /** Empty: there was no case yet. */
    public Optional<Recovery> ofStandbys(Instant now) {
        Recovery recovery = jdbc.sql("""
                        SELECT COALESCE(percentile_cont(0.5) WITHIN GROUP (ORDER BY s), 0) AS p50,
                               COALESCE(percentile_cont(0.95) WITHIN GROUP (ORDER BY s), 0) AS p95, count(*) AS n
                          FROM (SELECT EXTRACT(EPOCH FROM usable_at - last_seen_at)::float8 AS s FROM failovers
                                 WHERE usable_at IS NOT NULL AND decided_at > :from AND target->>'kind' = 'standby'
                                   AND trigger IN ('lost', 'outbid', 'provider_stop')) cases
                        """)
                .param("from", now.minus(REMEMBERED).atOffset(ZoneOffset.UTC))
                .query((row, number) -> new Recovery(row.getDouble("p50"), row.getDouble("p95"), row.getInt("n")))
                .single();
        return recovery.n() == 0 ? Optional.empty() : Optional.of(recovery);
    }
}
