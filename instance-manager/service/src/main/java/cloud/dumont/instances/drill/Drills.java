package cloud.dumont.instances.drill;

import cloud.dumont.instances.backup.FilesInPlace;
import cloud.dumont.instances.backup.FilesProved;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.DrillId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
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

/** All drills; of one machine at most one is going on. */
@Repository
public class Drills {
    private final JdbcClient jdbc;

    Drills(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return false when one is going on */
    boolean begin(DrillId id, InstanceId instance, UserId user, ActionId action, Drill.Trigger trigger, Instant now) {
        return jdbc.sql("""
                        INSERT INTO drills (id, instance_id, user_id, action_id, trigger, state, requested_at, since)
                        VALUES (:id, :instance, :user, :action, :trigger, 'choosing', :now, :now) ON CONFLICT DO NOTHING
                        """)
                        .param("id", id.value())
                        .param("instance", instance.value())
                        .param("user", user.value())
                        .param("action", action.value())
                        .param("trigger", trigger.word())
                        .param("now", at(now))
                        .update()
                == 1;
    }

    public Optional<Drill> find(DrillId id) {
        return jdbc.sql("SELECT * FROM drills WHERE id = :id")
                .param("id", id.value())
                .query(Drills::row)
                .optional();
    }

    /** Whether this placement only rehearses. */
    public boolean has(PlacementId placement) {
        return jdbc.sql("SELECT count(*) FROM drills WHERE placement_id = :placement")
                        .param("placement", placement.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** The one that this placement is for, while it goes on. */
    Optional<Drill> at(PlacementId placement) {
        return jdbc.sql("SELECT * FROM drills WHERE placement_id = :placement AND state IN ('starting', 'restoring')")
                .param("placement", placement.value())
                .query(Drills::row)
                .optional();
    }

    /** That a user asked for. @return when, newest first */
    List<Instant> asked(InstanceId instance, Instant from) {
        return jdbc
                .sql("""
                        SELECT requested_at FROM drills
                         WHERE instance_id = :instance AND requested_at > :from AND trigger = 'user' ORDER BY requested_at DESC
                        """)
                .param("instance", instance.value())
                .param("from", at(from))
                .query(OffsetDateTime.class)
                .list()
                .stream()
                .map(OffsetDateTime::toInstant)
                .toList();
    }

    /** Newest first. @param before the last one that was given; null for the first page */
    public List<Drill> list(InstanceId instance, @Nullable Drill before, int limit) {
        return jdbc.sql("""
                        SELECT * FROM drills WHERE instance_id = :instance
                           AND (CAST(:before AS timestamptz) IS NULL OR (requested_at, id) < (CAST(:before AS timestamptz), CAST(:id AS uuid)))
                         ORDER BY requested_at DESC, id DESC LIMIT :limit
                        """)
                .param("instance", instance.value())
                .param("before", before == null ? null : at(before.requestedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("id", before == null ? new UUID(0, 0) : before.id().value())
                .param("limit", limit)
                .query(Drills::row)
                .list();
    }

    /** Machines whose failover is to be tested again: they run, and the last drill, or their beginning, is long ago. */
    List<InstanceId> due(Instant now) {
        return jdbc.sql("""
                        SELECT i.id FROM instances i
                         WHERE i.status = 'running' AND (i.standby->>'drill_days') IS NOT NULL
                           AND GREATEST(i.created_at, (SELECT max(d.requested_at) FROM drills d WHERE d.instance_id = i.id))
                               < CAST(:now AS timestamptz) - make_interval(days => (i.standby->>'drill_days')::int)
                         ORDER BY i.id LIMIT 100
                        """).param("now", at(now)).query(UUID.class).list().stream()
                .map(InstanceId::new)
                .toList();
    }

    /** Not ended. */
    List<DrillId> open() {
        return jdbc
                .sql("SELECT id FROM drills WHERE state IN ('choosing', 'starting', 'restoring')")
                .query(UUID.class)
                .list()
                .stream()
                .map(DrillId::new)
                .toList();
    }

    void starting(DrillId id, PlacementId placement, String zone, String machineType, Instant now) {
        jdbc.sql("""
                        UPDATE drills SET state = 'starting', placement_id = :placement, zone = :zone, machine_type = :type, since = :now
                         WHERE id = :id AND state = 'choosing'
                        """)
                .param("placement", placement.value())
                .param("zone", zone)
                .param("type", machineType)
                .param("now", at(now))
                .param("id", id.value())
                .update();
    }

    /** The zone did not do. */
    void choosing(DrillId id, String zone, Instant now) {
        jdbc.sql("""
                        UPDATE drills SET state = 'choosing', placement_id = NULL, zone = NULL, since = :now,
                               failed_zones = failed_zones || jsonb_build_array(CAST(:zone AS text))
                         WHERE id = :id AND state IN ('starting', 'restoring')
                        """)
                .param("zone", zone)
                .param("now", at(now))
                .param("id", id.value())
                .update();
    }

    void restoring(DrillId id, Instant now) {
        jdbc.sql(
                        "UPDATE drills SET state = 'restoring', ready_at = :now, since = :now WHERE id = :id AND state = 'starting'")
                .param("now", at(now))
                .param("id", id.value())
                .update();
    }

    void found(DrillId id, FilesInPlace files, FilesProved.@Nullable Version saved) {
        FilesInPlace.Proof proof = files.proof();
        jdbc.sql("""
                        UPDATE drills SET usable_at = :hot, restored_at = :ended, seq = :seq, frozen_at = :frozen, entries = :entries,
                               bytes = :bytes, digest_saved = :saved, digest_found = :found, differing = CAST(:differing AS jsonb)
                         WHERE id = :id AND state = 'restoring'
                        """)
                .param("hot", at(files.hotAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("ended", at(files.roundEndedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("seq", files.seq())
                .param("frozen", saved == null ? null : at(saved.frozenAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("entries", proof == null ? null : proof.entries(), Types.BIGINT)
                .param("bytes", proof == null ? null : proof.bytes(), Types.BIGINT)
                .param("saved", saved == null ? null : saved.digest(), Types.VARCHAR)
                .param("found", proof == null ? null : proof.digest(), Types.VARCHAR)
                .param(
                        "differing",
                        DumontJson.mapper().writeValueAsString(proof == null ? List.of() : proof.differing()))
                .param("id", id.value())
                .update();
    }

    /** @return false when it had ended */
    boolean end(DrillId id, Drill.State how, @Nullable String detail, Instant now) {
        return jdbc.sql("""
                        UPDATE drills SET state = :state, detail = :detail, ended_at = :now, since = :now
                         WHERE id = :id AND state IN ('choosing', 'starting', 'restoring')
                        """)
                        .param("state", how.word())
                        .param("detail", detail, Types.VARCHAR)
                        .param("now", at(now))
                        .param("id", id.value())
                        .update()
                == 1;
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Drill row(ResultSet row, int number) throws SQLException {
        UUID placement = row.getObject("placement_id", UUID.class);
        return new Drill(
                new DrillId(row.getObject("id", UUID.class)),
                new InstanceId(row.getObject("instance_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                new ActionId(row.getObject("action_id", UUID.class)),
                Drill.Trigger.valueOf(row.getString("trigger").toUpperCase(Locale.ROOT)),
                Drill.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                texts(row, "failed_zones"),
                placement == null ? null : new PlacementId(placement),
                row.getString("zone"),
                row.getString("machine_type"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                instant(row, "ready_at"),
                instant(row, "usable_at"),
                instant(row, "restored_at"),
                instant(row, "ended_at"),
                row.getObject("seq", Long.class),
                instant(row, "frozen_at"),
                row.getObject("entries", Long.class),
                row.getObject("bytes", Long.class),
                row.getString("digest_saved"),
                row.getString("digest_found"),
                texts(row, "differing"),
                row.getString("detail"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return DumontJson.mapper().readValue(row.getString(column), new TypeReference<List<String>>() {});
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
