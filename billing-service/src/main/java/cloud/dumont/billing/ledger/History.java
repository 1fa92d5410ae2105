package cloud.dumont.billing.ledger;

import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.TransactionId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What happened to a user's money, newest first. */
@Component
public class History {
    private final JdbcClient jdbc;

    History(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param balanceAfter what both purses held together right after it */
    public record Item(
            TransactionId id,
            String kind,
            Money amount,
            Money balanceAfter,
            @Nullable InstanceId instance,
            String description,
            Instant occurredAt,
            Instant createdAt) {}

    /** Where a page ended. */
    public record Position(Instant createdAt, TransactionId id) {}

    /** @param count how many rows at most; @param after null for the first page */
    public List<Item> list(UserId user, @Nullable InstanceId instance, @Nullable Position after, int count) {
        return jdbc.sql("""
                        SELECT id, kind, amount_micros, balance_after_micros, instance_id, description, occurred_at, created_at
                          FROM transactions
                         WHERE user_id = :user
                           AND (CAST(:instance AS uuid) IS NULL OR instance_id = :instance)
                           AND (CAST(:at AS timestamptz) IS NULL OR (created_at, id) < (:at, :id))
                         ORDER BY created_at DESC, id DESC LIMIT :count
                        """)
                .param("user", user.value())
                .param("instance", instance == null ? null : instance.value(), java.sql.Types.OTHER)
                .param(
                        "at",
                        after == null ? null : after.createdAt().atOffset(ZoneOffset.UTC),
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("id", after == null ? null : after.id().value(), java.sql.Types.OTHER)
                .param("count", count)
                .query((rs, n) -> item(rs))
                .list();
    }

    private static Item item(ResultSet rs) throws SQLException {
        UUID instance = rs.getObject("instance_id", UUID.class);
        return new Item(
                new TransactionId(rs.getObject("id", UUID.class)),
                rs.getString("kind"),
                new Money(rs.getLong("amount_micros")),
                new Money(rs.getLong("balance_after_micros")),
                instance == null ? null : new InstanceId(instance),
                rs.getString("description"),
                rs.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                rs.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
