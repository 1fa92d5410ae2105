package cloud.dumont.monitoring.guard;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The written zones, and the pace. */
@Component
class GuardBook {
    private final JdbcClient jdbc;

    GuardBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<Zone, StoredZone> zones() {
        return jdbc.sql("SELECT * FROM guard").query(GuardBook::read).list().stream()
                .collect(Collectors.toMap(StoredZone::zone, Function.identity()));
    }

    /**
     * @param known as it was read; null: it was not written yet
     * @return false when somebody else wrote it since
     */
    boolean save(@Nullable StoredZone known, Zone zone, ZoneGuard next, ZoneReading reading, String reason) {
        return jdbc.sql("""
                        INSERT INTO guard (zone, mode, suspects, members, since, calm_since, reason, operator, version)
                        VALUES (:zone, :mode, :suspects, :members, :since, :calm, :reason, :operator, :known + 1)
                        ON CONFLICT (zone) DO UPDATE
                           SET mode = excluded.mode, suspects = excluded.suspects, members = excluded.members,
                               since = excluded.since, calm_since = excluded.calm_since, reason = excluded.reason,
                               operator = excluded.operator, version = excluded.version
                         WHERE guard.version = :known
                        """)
                        .param("zone", zone.text())
                        .param("mode", next.mode())
                        .param("suspects", reading.suspects())
                        .param("members", reading.members())
                        .param("since", at(next.since()))
                        .param("calm", calmSince(next).map(GuardBook::at).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("reason", reason)
                        .param("operator", operator(next), Types.VARCHAR)
                        .param("known", known == null ? -1 : known.version())
                        .update()
                == 1;
    }

    /** Locks the pace until the transaction ends: who holds it decides alone. */
    Velocity lockPace(int fleet, GuardConfig config, Instant now) {
        Velocity full = Velocity.full(fleet, config, now);
        jdbc.sql("INSERT INTO guard_pace (id, tokens, at) VALUES (1, :tokens, :at) ON CONFLICT (id) DO NOTHING")
                .param("tokens", full.left())
                .param("at", at(now))
                .update();
        return jdbc.sql("SELECT tokens, at FROM guard_pace WHERE id = 1 FOR UPDATE")
                .query(GuardBook::pace)
                .single()
                .at(now, fleet, config);
    }

    /** Without a lock: good enough to see that there is no use in asking. */
    Velocity pace(int fleet, GuardConfig config, Instant now) {
        return jdbc.sql("SELECT tokens, at FROM guard_pace WHERE id = 1")
                .query(GuardBook::pace)
                .optional()
                .map(pace -> pace.at(now, fleet, config))
                .orElseGet(() -> Velocity.full(fleet, config, now));
    }

    void setPace(Velocity pace) {
        jdbc.sql("UPDATE guard_pace SET tokens = :tokens, at = :at WHERE id = 1")
                .param("tokens", pace.left())
                .param("at", at(pace.at()))
                .update();
    }

    void lossIn(Collection<Zone> zones, Instant now) {
        List<String> texts = zones.stream().map(Zone::text).toList();
        jdbc.sql("UPDATE guard SET last_loss_at = :now WHERE mode <> 'normal' AND zone IN (:zones)")
                .param("now", at(now))
                .param("zones", texts)
                .update();
    }

    private static Velocity pace(ResultSet row, int n) throws SQLException {
        return new Velocity(row.getDouble("tokens"), instant(row, "at").orElseThrow());
    }

    private static StoredZone read(ResultSet row, int n) throws SQLException {
        Zone zone = Zone.parse(row.getString("zone")).orElseThrow();
        Instant since = instant(row, "since").orElseThrow();
        @Nullable Instant calm = instant(row, "calm_since").orElse(null);
        @Nullable String operator = row.getString("operator");
        ZoneGuard guard = switch (row.getString("mode")) {
            case "partial" -> new ZoneGuard.Partial(since, calm);
            case "full" -> new ZoneGuard.Full(since, calm);
            case "frozen" -> new ZoneGuard.Frozen(since, Objects.requireNonNullElse(operator, ""));
            default -> new ZoneGuard.Normal(since, operator);
        };
        return new StoredZone(
                zone,
                guard,
                new ZoneReading(row.getInt("members"), row.getInt("suspects")),
                row.getString("reason"),
                instant(row, "last_loss_at").orElse(null),
                row.getLong("version"));
    }

    private static Optional<Instant> calmSince(ZoneGuard guard) {
        return switch (guard) {
            case ZoneGuard.Partial partial -> Optional.ofNullable(partial.calmSince());
            case ZoneGuard.Full full -> Optional.ofNullable(full.calmSince());
            case ZoneGuard.Normal normal -> Optional.empty();
            case ZoneGuard.Frozen frozen -> Optional.empty();
        };
    }

    private static @Nullable String operator(ZoneGuard guard) {
        return switch (guard) {
            case ZoneGuard.Normal normal -> normal.operator();
            case ZoneGuard.Frozen frozen -> frozen.operator();
            case ZoneGuard.Partial partial -> null;
            case ZoneGuard.Full full -> null;
        };
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
