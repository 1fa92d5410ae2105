package cloud.dumont.billing.loss;

import cloud.dumont.billing.usage.IntervalKind;
import cloud.dumont.billing.usage.Stretch;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The store of losses. Whoever changes one holds the lock of its user's wallet. */
@Component
class Losses {
    private static final String SELECT = """
            SELECT failover_id, user_id, instance_id, placement_id, kind, seq, recovery_point, last_confirmed_at FROM losses
             WHERE settled_at IS NULL
            """;
    private final JdbcClient jdbc;

    Losses(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is known already, or is the loss of a stretch that is known already, stays as it is. */
    void note(Loss loss, Instant now) {
        Instant saved = loss.recoveryPoint();
        jdbc.sql("""
                        INSERT INTO losses (failover_id, user_id, instance_id, placement_id, kind, seq, recovery_point,
                                            last_confirmed_at, noted_at)
                        VALUES (:failover, :user, :instance, :placement, :kind, :seq, :saved, :confirmed, :now)
                        ON CONFLICT DO NOTHING
                        """)
                .param("failover", loss.failover().value())
                .param("user", loss.user().value())
                .param("instance", loss.instance().value())
                .param("placement", loss.stretch().placement().value())
                .param("kind", loss.stretch().kind().code())
                .param("seq", loss.stretch().seq())
                .param("saved", saved == null ? null : saved.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("confirmed", loss.lastConfirmedAt().atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Loss> waiting(FailoverId failover) {
        return jdbc.sql(SELECT + " AND failover_id = :failover")
                .param("failover", failover.value())
                .query(Losses::row)
                .optional();
    }

    /** Oldest first. */
    List<Loss> waiting() {
        return jdbc.sql(SELECT + " ORDER BY noted_at, failover_id")
                .query(Losses::row)
                .list();
    }

    void settled(Loss loss, Money credit, Instant now) {
        jdbc.sql("UPDATE losses SET settled_at = :now, credit_micros = :credit WHERE failover_id = :failover")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("credit", credit.micros())
                .param("failover", loss.failover().value())
                .update();
    }

    private static Loss row(ResultSet rs, int number) throws SQLException {
        OffsetDateTime saved = rs.getObject("recovery_point", OffsetDateTime.class);
        return new Loss(
                new FailoverId(rs.getObject("failover_id", UUID.class)),
                new UserId(rs.getObject("user_id", UUID.class)),
                new InstanceId(rs.getObject("instance_id", UUID.class)),
                new Stretch(
                        new PlacementId(rs.getObject("placement_id", UUID.class)),
                        IntervalKind.of(rs.getString("kind")),
                        rs.getInt("seq")),
                saved == null ? null : saved.toInstant(),
                rs.getObject("last_confirmed_at", OffsetDateTime.class).toInstant());
    }
}
