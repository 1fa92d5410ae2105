package cloud.dumont.instances.failover;

import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** All moves. From one epoch at most one ever starts: the row's key says so. */
@Repository
public class Failovers {
    private final JdbcClient jdbc;

    Failovers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return false when this epoch was left already */
    boolean begin(Failover failover) {
        return jdbc.sql("""
                        INSERT INTO failovers (id, instance_id, user_id, from_epoch, trigger, phase, evidence, guard, last_seen_at,
                               suspected_at, decided_at, fenced_at, recovery_point, lost_work_seconds, kept_until)
                        VALUES (:id, :instance, :user, :from, :trigger, :phase, CAST(:evidence AS jsonb), :guard, :seen,
                                :suspected, :decided, :fenced, :point, :lost, :kept)
                        ON CONFLICT (instance_id, from_epoch) DO NOTHING
                        """)
                        .param("id", failover.id().value())
                        .param("instance", failover.instance().value())
                        .param("user", failover.user().value())
                        .param("from", failover.fromEpoch().value())
                        .param("trigger", failover.trigger().word())
                        .param("phase", failover.phase().word())
                        .param("evidence", DumontJson.mapper().writeValueAsString(failover.evidence()))
                        .param("guard", failover.guard())
                        .param("seen", at(failover.lastSeenAt()))
                        .param("suspected", at(failover.suspectedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("decided", at(failover.decidedAt()))
                        .param("fenced", at(failover.fencedAt()))
                        .param("point", at(failover.recoveryPoint()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("lost", failover.lostWorkSeconds(), Types.INTEGER)
                        .param("kept", at(failover.keptUntil()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .update()
                == 1;
    }

    /** The one that a machine is on, or was on last. */
    public Optional<Failover> newest(InstanceId instance) {
        return jdbc.sql("SELECT * FROM failovers WHERE instance_id = :instance ORDER BY decided_at DESC LIMIT 1")
                .param("instance", instance.value())
                .query(Failovers::row)
                .optional();
    }

    public Optional<Failover> find(FailoverId id) {
        return jdbc.sql("SELECT * FROM failovers WHERE id = :id")
                .param("id", id.value())
                .query(Failovers::row)
                .optional();
    }

    /** Newest first. @param before the last one that was given; null for the first page */
    public List<Failover> list(InstanceId instance, @Nullable Failover before, int limit) {
        return jdbc.sql("""
                        SELECT * FROM failovers WHERE instance_id = :instance
                           AND (CAST(:before AS timestamptz) IS NULL OR (decided_at, id) < (CAST(:before AS timestamptz), CAST(:id AS uuid)))
                         ORDER BY decided_at DESC, id DESC LIMIT :limit
                        """)
                .param("instance", instance.value())
                .param("before", before == null ? null : at(before.decidedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("id", before == null ? new UUID(0, 0) : before.id().value())
                .param("limit", limit)
                .query(Failovers::row)
                .list();
    }

    void choosing(FailoverId id) {
        jdbc.sql(
                        "UPDATE failovers SET phase = 'choosing', target = NULL, to_epoch = NULL, standby_ready_at = NULL WHERE id = :id")
                .param("id", id.value())
                .update();
    }

    void activating(FailoverId id, Failover.Place target, Epoch epoch) {
        jdbc.sql("""
                        UPDATE failovers SET phase = 'activating', target = CAST(:target AS jsonb), to_epoch = :epoch
                         WHERE id = :id
                        """)
                .param("target", DumontJson.mapper().writeValueAsString(target))
                .param("epoch", epoch.value())
                .param("id", id.value())
                .update();
    }

    void restoring(FailoverId id, Instant now) {
        jdbc.sql("""
                        UPDATE failovers SET phase = 'restoring', standby_ready_at = COALESCE(standby_ready_at, :now)
                         WHERE id = :id
                        """).param("now", at(now)).param("id", id.value()).update();
    }

    /** What it took to get there the first time stays: a return that failed leads here again. */
    void arrived(FailoverId id, Instant now) {
        jdbc.sql("""
                        UPDATE failovers SET phase = 'on_standby', usable_at = COALESCE(usable_at, :now),
                               routed_at = COALESCE(routed_at, :now) WHERE id = :id
                        """).param("now", at(now)).param("id", id.value()).update();
    }

    /** @param whole when its files were back, whenever that was */
    void restored(FailoverId id, Instant whole) {
        jdbc.sql("UPDATE failovers SET restored_at = GREATEST(usable_at, :now) WHERE id = :id AND restored_at IS NULL")
                .param("now", at(whole))
                .param("id", id.value())
                .update();
    }

    /** The newest version could not be read: what came back is older. */
    void readOlder(FailoverId id, Instant recoveryPoint, Failover.Evidence evidence) {
        jdbc.sql("""
                        UPDATE failovers
                           SET recovery_point = :point, evidence = evidence || CAST(:evidence AS jsonb),
                               lost_work_seconds = GREATEST(0, floor(extract(epoch FROM last_seen_at - :point)))
                         WHERE id = :id
                        """)
                .param("point", at(recoveryPoint))
                .param("evidence", DumontJson.mapper().writeValueAsString(List.of(evidence)))
                .param("id", id.value())
                .update();
    }

    void returning(FailoverId id, boolean underWay) {
        jdbc.sql("UPDATE failovers SET phase = :phase WHERE id = :id")
                .param("phase", underWay ? "returning" : "on_standby")
                .param("id", id.value())
                .update();
    }

    void returned(FailoverId id, Instant now) {
        jdbc.sql("UPDATE failovers SET phase = 'returned', returned_at = :now WHERE id = :id")
                .param("now", at(now))
                .param("id", id.value())
                .update();
    }

    /** @param before a later one is not meant @return those that end with it: the machine's that had not ended */
    List<Failover> abort(InstanceId instance, Epoch before, String why, Instant now) {
        return jdbc.sql("""
                        UPDATE failovers SET phase = 'aborted', aborted_at = :now, abort_reason = :why
                         WHERE instance_id = :instance AND from_epoch < :before AND phase NOT IN ('returned', 'aborted')
                        RETURNING *
                        """)
                .param("now", at(now))
                .param("why", why)
                .param("instance", instance.value())
                .param("before", before.value())
                .query(Failovers::row)
                .list();
    }

    /** Machines with a move that has not ended, and that do not look as if they were on one. */
    List<InstanceId> left() {
        return jdbc.sql("""
                        SELECT DISTINCT f.instance_id FROM failovers f JOIN instances i ON i.id = f.instance_id
                         WHERE f.phase NOT IN ('returned', 'aborted')
                           AND i.status NOT IN ('failing_over', 'on_standby', 'returning', 'suspect')
                        """).query(UUID.class).list().stream()
                .map(InstanceId::new)
                .toList();
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Failover row(ResultSet row, int number) throws SQLException {
        long to = row.getLong("to_epoch");
        Epoch toEpoch = row.wasNull() ? null : new Epoch(to);
        int lost = row.getInt("lost_work_seconds");
        Integer lostWork = row.wasNull() ? null : lost;
        String target = row.getString("target");
        return new Failover(
                new FailoverId(row.getObject("id", UUID.class)),
                new InstanceId(row.getObject("instance_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                new Epoch(row.getLong("from_epoch")),
                toEpoch,
                Failover.Trigger.valueOf(row.getString("trigger").toUpperCase(Locale.ROOT)),
                Failover.Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
                DumontJson.mapper()
                        .readValue(row.getString("evidence"), new TypeReference<List<Failover.Evidence>>() {}),
                row.getString("guard"),
                target == null ? null : DumontJson.mapper().readValue(target, Failover.Place.class),
                row.getObject("last_seen_at", OffsetDateTime.class).toInstant(),
                instant(row, "suspected_at"),
                row.getObject("decided_at", OffsetDateTime.class).toInstant(),
                row.getObject("fenced_at", OffsetDateTime.class).toInstant(),
                instant(row, "standby_ready_at"),
                instant(row, "usable_at"),
                instant(row, "routed_at"),
                instant(row, "restored_at"),
                instant(row, "returned_at"),
                instant(row, "aborted_at"),
                row.getString("abort_reason"),
                instant(row, "recovery_point"),
                lostWork,
                instant(row, "kept_until"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
