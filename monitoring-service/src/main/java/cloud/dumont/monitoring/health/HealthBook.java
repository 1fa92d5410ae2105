package cloud.dumont.monitoring.health;

import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The written health of all placements that are expected to beat. */
@Component
public class HealthBook {
    private final JdbcClient jdbc;

    HealthBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Health> find(PlacementId placement) {
        return jdbc.sql("SELECT * FROM health WHERE placement_id = :placement AND expected")
                .param("placement", placement.value())
                .query(HealthRow::read)
                .optional();
    }

    /** The machine's box that is expected to beat. */
    Optional<Health> serving(InstanceId instance) {
        return jdbc.sql("SELECT * FROM health WHERE instance_id = :instance AND expected ORDER BY epoch DESC LIMIT 1")
                .param("instance", instance.value())
                .query(HealthRow::read)
                .optional();
    }

    /** All boxes that the machine had, as they were believed to be last. */
    List<Health> ofInstance(InstanceId instance) {
        return jdbc.sql("SELECT * FROM health WHERE instance_id = :instance")
                .param("instance", instance.value())
                .query(HealthRow::read)
                .list();
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

    /** Suspect or held, of these shards, the longest suspected first. */
    public List<Health.Unheard> unheard(Collection<Integer> shards) {
        if (shards.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        SELECT * FROM health WHERE expected AND phase IN ('suspect', 'held') AND shard IN (:shards)
                         ORDER BY suspected_at
                        """).param("shards", shards).query(HealthRow::read).list().stream()
                .map(Health.Unheard.class::cast)
                .toList();
    }

    /** @return false when somebody else changed it since it was read */
    boolean save(Health next) {
        return update(next, "").update() == 1;
    }

    /**
     * Gives a placement up. What speaks against it is asked in the same statement: a beat that came meanwhile, grace, and a mandate
     * that ended. The time is that of this very statement and of the database: who was stopped before it decides nothing after it.
     *
     * @return false when it was not to be
     */
    boolean saveLost(Health.Lost next, Mandate mandate) {
        return update(next, """
                         AND grace_until <= :since
                         AND NOT EXISTS (SELECT 1 FROM agents a
                                          WHERE a.placement_id = health.placement_id AND a.last_beat_at > :seen)
                         AND EXISTS (SELECT 1 FROM examination_shards s
                                      WHERE s.shard = health.shard AND s.owner = :owner AND s.fence = :fence
                                        AND s.until > clock_timestamp())
                        """)
                        .param("owner", mandate.owner())
                        .param("fence", mandate.fence())
                        .update()
                == 1;
    }

    private JdbcClient.StatementSpec update(Health next, String condition) {
        HealthRow row = HealthRow.of(next);
        return jdbc.sql("""
                        UPDATE health SET phase = :phase, since = :since, last_seen_at = :seen, suspected_at = :suspected,
                                          grace_until = greatest(grace_until, :grace),
                                          evidence = CAST(:evidence AS jsonb), suspicions = CAST(:flaps AS jsonb),
                                          held_why = :why, held_detail = :detail, cause = :cause, guard = :guard,
                                          version = :next
                         WHERE placement_id = :placement AND expected AND version = :next - 1
                        """ + condition)
                .param("phase", row.phase())
                .param("since", at(next.since()))
                .param("grace", at(row.graceUntil()))
                .param("seen", atOrNull(row.lastSeenAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("suspected", atOrNull(row.suspectedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("evidence", row.evidenceJson())
                .param("flaps", row.flapsJson())
                .param("why", row.heldWhy(), Types.VARCHAR)
                .param("detail", row.heldDetail(), Types.VARCHAR)
                .param("cause", row.cause(), Types.VARCHAR)
                .param("guard", row.guard(), Types.VARCHAR)
                .param("next", next.version())
                .param("placement", next.watch().placement().value());
    }

    /** Lost, and not settled by instance-manager. */
    public List<PlacementId> untold(Instant now) {
        return jdbc.sql("""
                        SELECT placement_id FROM health
                         WHERE expected AND phase = 'lost' AND (outcome IS NULL OR tell_again_at <= :now) ORDER BY since
                        """)
                .param("now", at(now))
                .query((row, n) -> new PlacementId(row.getObject("placement_id", UUID.class)))
                .list();
    }

    /** @param again when it has to be told once more; null: never, it is settled */
    public void told(Health.Lost lost, String outcome, Instant now, @Nullable Instant again) {
        jdbc.sql("""
                        UPDATE health SET outcome = :outcome, told_at = :now, tell_again_at = :again
                         WHERE placement_id = :placement AND version = :version
                        """)
                .param("outcome", outcome)
                .param("now", at(now))
                .param("again", atOrNull(again), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("placement", lost.watch().placement().value())
                .param("version", lost.version())
                .update();
    }

    /** Silence up to now proves nothing for anybody of the shard. */
    public void grantGrace(int shard, Instant until) {
        jdbc.sql("""
                        UPDATE health SET grace_until = :until
                         WHERE expected AND phase <> 'lost' AND shard = :shard AND grace_until < :until
                        """).param("shard", shard).param("until", at(until)).update();
    }

    /** Silence up to now proves nothing for anybody. */
    void grantGrace(Instant until) {
        jdbc.sql("UPDATE health SET grace_until = :until WHERE expected AND phase <> 'lost' AND grace_until < :until")
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
                               suspected_at = NULL, suspicions = '[]', held_why = NULL, held_detail = NULL, cause = NULL,
                               guard = NULL, told_at = NULL, tell_again_at = NULL, outcome = NULL,
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

    /** Where it stands, as it is known now. */
    void place(PlacementId placement, @Nullable String region, @Nullable String host, @Nullable String standby) {
        jdbc.sql("""
                        UPDATE health SET region = :region, host = :host, standby = coalesce(:standby, 'off')
                         WHERE placement_id = :placement
                           AND (region, host, standby) IS DISTINCT FROM (:region, :host, coalesce(:standby, 'off'))
                        """)
                .param("region", region, Types.VARCHAR)
                .param("host", host, Types.VARCHAR)
                .param("standby", standby, Types.VARCHAR)
                .param("placement", placement.value())
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

    private static @Nullable OffsetDateTime atOrNull(@Nullable Instant instant) {
        return instant == null ? null : at(instant);
    }
}
