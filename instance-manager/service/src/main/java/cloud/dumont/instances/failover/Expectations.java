package cloud.dumont.instances.failover;

import cloud.dumont.instances.instance.FailoverConfig;
import cloud.dumont.instances.placement.Placement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How long it takes until a machine can be used on a new place, by our own history. */
@Component
class Expectations {
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private final JdbcClient jdbc;
    private final FailoverConfig config;

    Expectations(JdbcClient jdbc, FailoverConfig config) {
        this.jdbc = jdbc;
        this.config = config;
    }

    private record History(int cases, double medianSeconds) {}

    /**
     * The median of the vendor's places of that kind, from being written down to being used. What waited for a standby to hand over
     * tells nothing of that, and does not count.
     *
     * @param kind {@link Placement#GPU} or {@link Placement#STANDBY}
     */
    Duration untilUsable(String vendor, String kind, Instant now) {
        History history = jdbc.sql("""
                        SELECT count(*) AS cases,
                               COALESCE(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM p.ready_at - p.created_at)), 0) AS median
                          FROM placements p
                         WHERE p.vendor = :vendor AND p.kind = :kind AND p.ready_at > p.created_at AND p.ready_at > :from
                           AND NOT EXISTS (SELECT 1 FROM placements s
                                            WHERE s.instance_id = p.instance_id AND s.id <> p.id AND s.serving_from < p.created_at
                                              AND (s.serving_until IS NULL OR s.serving_until > p.created_at))
                        """)
                .param("vendor", vendor)
                .param("kind", kind)
                .param("from", now.minus(REMEMBERED).atOffset(ZoneOffset.UTC))
                .query((row, number) -> new History(row.getInt("cases"), row.getDouble("median")))
                .single();
        if (history.cases() < config.leastCases()) {
            return kind.equals(Placement.GPU) ? config.expectedGpu() : config.expectedStandby();
        }
        return Duration.ofMillis(Math.round(history.medianSeconds() * 1000));
    }
}
