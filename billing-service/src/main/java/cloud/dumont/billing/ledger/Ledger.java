package cloud.dumont.billing.ledger;

import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The books. Append-only, double entry; what must not be is refused by the database itself. */
@Component
public class Ledger {
    private final JdbcClient jdbc;

    Ledger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Posts in one round trip. Fails when a purse would be overdrawn.
     *
     * @return false when the key was posted before; then nothing moved
     */
    public boolean post(Instant now, Posting posting) {
        List<Posting.Line> lines = posting.lines();
        return jdbc.sql("""
                        SELECT post_transaction(:id, :user, :kind, :key, :amount, :instance, :description,
                                                CAST(:metadata AS jsonb), :occurred, :now, :codes, :amounts, :unheld)
                        """)
                .param("id", posting.id().value())
                .param("user", uuid(posting.user()), java.sql.Types.OTHER)
                .param("kind", posting.kind().code())
                .param("key", posting.key())
                .param("amount", posting.amount().micros())
                .param("instance", uuid(posting.instance()), java.sql.Types.OTHER)
                .param("description", posting.description())
                .param("metadata", DumontJson.mapper().writeValueAsString(posting.metadata()))
                .param("occurred", posting.occurredAt().atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param(
                        "codes",
                        lines.stream().map(line -> line.account().value()).toArray(String[]::new))
                .param(
                        "amounts",
                        lines.stream().map(line -> line.amount().micros()).toArray(Long[]::new))
                .param(
                        "unheld",
                        lines.stream().map(line -> line.unheld().micros()).toArray(Long[]::new))
                .query(Boolean.class)
                .single();
    }

    private static @Nullable UUID uuid(@Nullable UserId id) {
        return id == null ? null : id.value();
    }

    private static @Nullable UUID uuid(@Nullable InstanceId id) {
        return id == null ? null : id.value();
    }
}
