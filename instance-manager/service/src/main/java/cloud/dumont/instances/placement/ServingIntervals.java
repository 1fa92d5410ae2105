package cloud.dumont.instances.placement;

import cloud.dumont.kernel.InstanceId;
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
import org.springframework.stereotype.Repository;

/** The paid stretches of all placements, for whoever has to bill them. */
@Repository
public class ServingIntervals {
    private static final String COLUMNS = """
            SELECT id, instance_id, user_id, epoch, kind, serving_from, serving_until, user_price_nanos_h, cost_nanos_h,
                   sold->'gpu'->>'id' AS gpu, (sold->>'gpu_count')::int AS gpu_count, vendor, end_reason, last_confirmed_at, zone AS region, host_ref AS host,
                   (SELECT lower(i.standby->>'policy') FROM instances i WHERE i.id = placements.instance_id) AS standby
              FROM placements
            """;
    private final JdbcClient jdbc;

    ServingIntervals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param seq always 1 while a placement serves only once; prices in nano-USD per hour */
    public record Interval(
            PlacementId placement,
            InstanceId instance,
            UserId user,
            long epoch,
            String kind,
            int seq,
            @Nullable Instant openedAt,
            @Nullable Instant closedAt,
            long priceNanosH,
            long costNanosH,
            String gpu,
            int gpuCount,
            String vendor,
            @Nullable String endReason,
            @Nullable Instant lastConfirmedAt,
            @Nullable String region,
            @Nullable String host,
            @Nullable String standby) {}

    public Optional<Interval> find(PlacementId placement) {
        return jdbc.sql(COLUMNS + " WHERE id = :id")
                .param("id", placement.value())
                .query(ServingIntervals::row)
                .optional();
    }

    /**
     * Those that were ever open, newest first, behind {@code before}.
     *
     * @param before the last one that was given; null for the first page
     */
    public List<Interval> list(@Nullable Interval before, boolean openOnly, int limit) {
        Instant from = before == null ? null : before.openedAt();
        return jdbc.sql(COLUMNS + """
                         WHERE serving_from IS NOT NULL AND (NOT :openOnly OR serving_until IS NULL)
                           AND (CAST(:from AS timestamptz) IS NULL OR (serving_from, id) < (CAST(:from AS timestamptz), CAST(:id AS uuid)))
                         ORDER BY serving_from DESC, id DESC LIMIT :limit
                        """)
                .param("openOnly", openOnly)
                .param(
                        "from",
                        from == null ? null : from.atOffset(ZoneOffset.UTC),
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param(
                        "id",
                        before == null ? new UUID(0, 0) : before.placement().value())
                .param("limit", limit)
                .query(ServingIntervals::row)
                .list();
    }

    private static Interval row(ResultSet row, int number) throws SQLException {
        return new Interval(
                new PlacementId(row.getObject("id", UUID.class)),
                new InstanceId(row.getObject("instance_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                row.getLong("epoch"),
                row.getString("kind"),
                1,
                instant(row, "serving_from"),
                instant(row, "serving_until"),
                row.getLong("user_price_nanos_h"),
                row.getLong("cost_nanos_h"),
                row.getString("gpu"),
                row.getInt("gpu_count"),
                row.getString("vendor"),
                row.getString("end_reason"),
                instant(row, "last_confirmed_at"),
                row.getString("region"),
                row.getString("host"),
                row.getString("standby"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
