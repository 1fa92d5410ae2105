package cloud.dumont.monitoring.health;

import cloud.dumont.events.HealthEvent.Signal;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** The written health of all placements that are expected to beat. */
@Component
public class HealthBook {
    private static final TypeReference<List<Signal>> SIGNALS = new TypeReference<>() {};
    private final JdbcClient jdbc;

    HealthBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Health> find(PlacementId placement) {
        return jdbc.sql("SELECT * FROM health WHERE placement_id = :placement AND expected")
                .param("placement", placement.value())
                .query(HealthBook::read)
                .optional();
    }

    List<PlacementId> expected() {
        return jdbc.sql("SELECT placement_id FROM health WHERE expected")
                .query((row, n) -> new PlacementId(row.getObject("placement_id", UUID.class)))
                .list();
    }

    int seq(PlacementId placement) {
        return jdbc.sql("SELECT seq FROM health WHERE placement_id = :placement")
                .param("placement", placement.value())
                .query(Integer.class)
                .single();
    }

    long count(String phase) {
        return jdbc.sql("SELECT count(*) FROM health WHERE expected AND phase = :phase")
                .param("phase", phase)
                .query(Long.class)
                .single();
    }

    /** @return false when somebody else changed it since it was read */
    boolean save(Health next) {
        Row row = switch (next) {
            case Health.Healthy healthy -> new Row("healthy", healthy.graceUntil(), null, List.of());
            case Health.Suspect suspect -> new Row("suspect", suspect.since(), suspect.lastSeenAt(), suspect.signals());
        };
        return jdbc.sql("""
                        UPDATE health SET phase = :phase, since = :since, grace_until = :grace, last_seen_at = :seen,
                                          evidence = CAST(:evidence AS jsonb), version = :next
                         WHERE placement_id = :placement AND expected AND version = :next - 1
                        """)
                        .param("phase", row.phase())
                        .param("since", at(next.since()))
                        .param("grace", at(row.graceUntil()))
                        .param("seen", row.lastSeenAt() == null ? null : at(row.lastSeenAt()))
                        .param("evidence", DumontJson.mapper().writeValueAsString(row.signals()))
                        .param("next", next.version())
                        .param("placement", next.watch().placement().value())
                        .update()
                == 1;
    }

    private record Row(
            String phase, Instant graceUntil, @Nullable Instant lastSeenAt, List<Signal> signals) {}

    /** Silence up to now proves nothing for anybody. */
    void grantGrace(Instant until) {
        jdbc.sql("UPDATE health SET grace_until = :until WHERE expected AND phase = 'healthy' AND grace_until < :until")
                .param("until", at(until))
                .update();
    }

    /** Watches from now on, unless a later stretch of the placement is known, or this one to have ended. */
    void expect(Watch watch, int seq, String zone, Instant now, Instant graceUntil) {
        jdbc.sql("""
                        INSERT INTO health (placement_id, instance_id, user_id, epoch, zone, seq, expected, phase, since,
                                            grace_until)
                        VALUES (:placement, :instance, :user, :epoch, :zone, :seq, true, 'healthy', :now, :grace)
                        ON CONFLICT (placement_id) DO UPDATE
                           SET seq = excluded.seq, expected = true, phase = 'healthy', since = excluded.since,
                               grace_until = excluded.grace_until, last_seen_at = NULL, evidence = '[]',
                               epoch = excluded.epoch, version = health.version + 1
                         WHERE health.seq < excluded.seq
                        """)
                .param("placement", watch.placement().value())
                .param("instance", watch.instance().value())
                .param("user", watch.user().value())
                .param("epoch", watch.epoch().value())
                .param("zone", zone)
                .param("seq", seq)
                .param("now", at(now))
                .param("grace", at(graceUntil))
                .update();
    }

    /** Stops watching. The row stays, so that a late word of the stretch's start does not start it again. */
    void dismiss(Watch watch, int seq, String zone, Instant now) {
        jdbc.sql("""
                        INSERT INTO health (placement_id, instance_id, user_id, epoch, zone, seq, expected, phase, since,
                                            grace_until)
                        VALUES (:placement, :instance, :user, :epoch, :zone, :seq, false, 'healthy', :now, :now)
                        ON CONFLICT (placement_id) DO UPDATE
                           SET seq = excluded.seq, expected = false, version = health.version + 1
                         WHERE health.seq <= excluded.seq
                        """)
                .param("placement", watch.placement().value())
                .param("instance", watch.instance().value())
                .param("user", watch.user().value())
                .param("epoch", watch.epoch().value())
                .param("zone", zone)
                .param("seq", seq)
                .param("now", at(now))
                .update();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Health read(ResultSet row, int n) throws SQLException {
        Watch watch = new Watch(
                new PlacementId(row.getObject("placement_id", UUID.class)),
                new InstanceId(row.getObject("instance_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                new Epoch(row.getLong("epoch")));
        Instant since = instant(row, "since");
        long version = row.getLong("version");
        if ("healthy".equals(row.getString("phase"))) {
            return new Health.Healthy(watch, since, instant(row, "grace_until"), version);
        }
        OffsetDateTime seen = row.getObject("last_seen_at", OffsetDateTime.class);
        return new Health.Suspect(
                watch,
                since,
                seen == null ? since : seen.toInstant(),
                DumontJson.mapper().readValue(row.getString("evidence"), SIGNALS),
                version);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class))
                .toInstant();
    }
}
