package cloud.dumont.billing.usage;

import cloud.dumont.billing.rating.Meter;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.IntervalId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The store of paid intervals. Whoever changes one holds the lock of its user's wallet. */
@Component
public class Intervals {
    private static final String SELECT = """
            SELECT id, user_id, instance_id, placement_id, kind, seq, gpu, gpu_count, price_nanos_h, opened_at, closed_at,
                   rated_seconds, rated_micros, promo_micros, waived_micros, version
              FROM usage_intervals
            """;

    private final JdbcClient jdbc;

    Intervals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return whether that was news; the end may be known already, it is then not earlier than the start */
    public boolean start(Instant now, IntervalId id, long walletAccount, Started started) {
        return jdbc.sql("""
                        INSERT INTO usage_intervals AS i
                               (id, user_id, account_id, instance_id, placement_id, epoch, kind, seq, gpu, gpu_count, vendor,
                                price_nanos_h, cost_nanos_h, opened_at, noted_at)
                        VALUES (:id, :user, :account, :instance, :placement, :epoch, :kind, :seq, :gpu, :gpuCount, :vendor,
                                :price, :cost, :opened, :now)
                        ON CONFLICT (placement_id, kind, seq) DO UPDATE
                           SET opened_at = excluded.opened_at, closed_at = GREATEST(i.closed_at, excluded.opened_at),
                               price_nanos_h = excluded.price_nanos_h, cost_nanos_h = excluded.cost_nanos_h,
                               gpu = excluded.gpu, gpu_count = excluded.gpu_count, vendor = excluded.vendor,
                               version = i.version + 1
                         WHERE i.opened_at IS NULL
                        """)
                        .param("id", id.value())
                        .param("user", started.user().value())
                        .param("account", walletAccount)
                        .param("instance", started.instance().value())
                        .param("placement", started.stretch().placement().value())
                        .param("epoch", started.epoch().value())
                        .param("kind", started.stretch().kind().code())
                        .param("seq", started.stretch().seq())
                        .param("gpu", started.gpu())
                        .param("gpuCount", started.gpuCount())
                        .param("vendor", started.vendor())
                        .param("price", started.price().nanos())
                        .param("cost", started.cost().nanos())
                        .param("opened", started.openedAt().atOffset(ZoneOffset.UTC))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** @return whether that was news; a second end only counts when it is earlier, and an end is never before the start */
    public boolean end(Instant now, IntervalId id, long walletAccount, Ended ended) {
        return jdbc.sql("""
                        INSERT INTO usage_intervals AS i
                               (id, user_id, account_id, instance_id, placement_id, epoch, kind, seq, price_nanos_h, cost_nanos_h,
                                closed_at, close_reason, noted_at)
                        VALUES (:id, :user, :account, :instance, :placement, :epoch, :kind, :seq, 0, 0, :closed, :reason, :now)
                        ON CONFLICT (placement_id, kind, seq) DO UPDATE
                           SET closed_at = GREATEST(i.opened_at, excluded.closed_at), close_reason = excluded.close_reason,
                               version = i.version + 1
                         WHERE i.closed_at IS NULL OR i.closed_at > GREATEST(i.opened_at, excluded.closed_at)
                        """)
                        .param("id", id.value())
                        .param("user", ended.user().value())
                        .param("account", walletAccount)
                        .param("instance", ended.instance().value())
                        .param("placement", ended.stretch().placement().value())
                        .param("epoch", ended.epoch().value())
                        .param("kind", ended.stretch().kind().code())
                        .param("seq", ended.stretch().seq())
                        .param("closed", ended.closedAt().atOffset(ZoneOffset.UTC))
                        .param("reason", ended.reason())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Remembers a reading. @throws IllegalStateException when somebody else read meanwhile */
    public void rated(Interval before, Meter.Reading reading, Money promoPaid, Money waived) {
        int updated = jdbc.sql("""
                        UPDATE usage_intervals
                           SET rated_seconds = :seconds, rated_micros = :rated, promo_micros = :promo, waived_micros = :waived,
                               version = version + 1
                         WHERE id = :id AND version = :version
                        """)
                .param("seconds", reading.seconds())
                .param("rated", before.meter().after(reading).rated().micros())
                .param("promo", promoPaid.micros())
                .param("waived", waived.micros())
                .param("id", before.id().value())
                .param("version", before.version())
                .update();
        if (updated != 1) {
            throw new IllegalStateException("interval " + before.id() + " was rated by somebody else");
        }
    }

    public Optional<Interval> find(Stretch stretch) {
        return jdbc.sql(SELECT + " WHERE placement_id = :placement AND kind = :kind AND seq = :seq")
                .param("placement", stretch.placement().value())
                .param("kind", stretch.kind().code())
                .param("seq", stretch.seq())
                .query((rs, n) -> interval(rs))
                .optional();
    }

    /** Those that are being paid for now, dearest first. */
    public List<Interval> open(UserId user) {
        return jdbc.sql(SELECT + """
                         WHERE user_id = :user AND opened_at IS NOT NULL AND closed_at IS NULL
                         ORDER BY price_nanos_h DESC, id
                        """)
                .param("user", user.value())
                .query((rs, n) -> interval(rs))
                .list();
    }

    public List<Interval> allOpen() {
        return jdbc.sql(SELECT + " WHERE opened_at IS NOT NULL AND closed_at IS NULL ORDER BY id")
                .query((rs, n) -> interval(rs))
                .list();
    }

    /** Those of which only the end is known, since before {@code before}. */
    public List<Interval> unopened(Instant before) {
        return jdbc.sql(SELECT + " WHERE opened_at IS NULL AND noted_at < :before ORDER BY id")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .query((rs, n) -> interval(rs))
                .list();
    }

    /** Those that touch the time from {@code from} to {@code to}, newest first. */
    public List<Interval> within(UserId user, Instant from, Instant to) {
        return jdbc.sql(SELECT + """
                         WHERE user_id = :user AND opened_at < :to AND COALESCE(closed_at, 'infinity') > :from
                         ORDER BY opened_at DESC, id DESC
                        """)
                .param("user", user.value())
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", to.atOffset(ZoneOffset.UTC))
                .query((rs, n) -> interval(rs))
                .list();
    }

    public List<UserId> usersWithOpen() {
        return jdbc
                .sql("SELECT DISTINCT user_id FROM usage_intervals WHERE opened_at IS NOT NULL AND closed_at IS NULL")
                .query(UUID.class)
                .list()
                .stream()
                .map(UserId::new)
                .toList();
    }

    private static Interval interval(ResultSet rs) throws SQLException {
        return new Interval(
                new IntervalId(rs.getObject("id", UUID.class)),
                new UserId(rs.getObject("user_id", UUID.class)),
                new InstanceId(rs.getObject("instance_id", UUID.class)),
                new Stretch(
                        new PlacementId(rs.getObject("placement_id", UUID.class)),
                        IntervalKind.of(rs.getString("kind")),
                        rs.getInt("seq")),
                rs.getString("gpu"),
                rs.getInt("gpu_count"),
                new Meter(
                        new HourlyPrice(rs.getLong("price_nanos_h")),
                        instant(rs, "opened_at"),
                        instant(rs, "closed_at"),
                        rs.getLong("rated_seconds"),
                        new Money(rs.getLong("rated_micros"))),
                new Money(rs.getLong("promo_micros")),
                new Money(rs.getLong("waived_micros")),
                rs.getLong("version"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        OffsetDateTime time = rs.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
