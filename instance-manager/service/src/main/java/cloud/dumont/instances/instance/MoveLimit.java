package cloud.dumont.instances.instance;

import cloud.dumont.kernel.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How often a machine may move in a day, for whatever reason: a machine that is lost again and again costs more than it gives. */
@Component
public class MoveLimit {
    private static final Duration DAY = Duration.ofHours(24);
    private final JdbcClient jdbc;
    private final FailoverConfig config;

    MoveLimit(JdbcClient jdbc, FailoverConfig config) {
        this.jdbc = jdbc;
        this.config = config;
    }

    /**
     * How it stands.
     *
     * @param used moves of the last 24 hours
     * @param left how many more there may be now
     * @param nextAt when one more is possible, if none is left
     */
    public record Standing(int used, int left, Optional<Instant> nextAt) {}

    public Standing of(InstanceId machine, Instant now) {
        List<Instant> moves = jdbc
                .sql("""
                        SELECT decided_at FROM failovers
                         WHERE instance_id = :instance AND decided_at > :from AND trigger <> 'drill' ORDER BY decided_at DESC
                        """)
                .param("instance", machine.value())
                .param("from", now.minus(DAY).atOffset(ZoneOffset.UTC))
                .query(OffsetDateTime.class)
                .list()
                .stream()
                .map(OffsetDateTime::toInstant)
                .toList();
        int left = Math.max(0, config.perDay() - moves.size());
        // When the oldest of so many is a day ago.
        return new Standing(
                moves.size(),
                left,
                left > 0 || config.perDay() == 0
                        ? Optional.empty()
                        : Optional.of(moves.get(config.perDay() - 1).plus(DAY)));
    }

    public int perDay() {
        return config.perDay();
    }
}
