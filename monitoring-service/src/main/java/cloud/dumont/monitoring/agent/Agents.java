package cloud.dumont.monitoring.agent;

import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.agent.protocol.Beat;
import cloud.dumont.agent.protocol.backup.BackupReading;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The enrolled agents. Each change is one statement that decides and writes at once. */
@Component
public class Agents {
    private static final String COLUMNS = "a.placement_id, a.instance_id, a.user_id, a.epoch, a.public_key, a.vendor, "
            + "a.zone, a.gpu_model, a.last_seq, a.last_beat_at, a.beat_mean_ms, a.beat_var_ms2, a.fenced_at, a.ended_at, "
            + "a.backup_reading::text AS backup_reading";
    private final JdbcClient jdbc;

    Agents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Agent> find(PlacementId placement) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM agents a WHERE placement_id = :placement")
                .param("placement", placement.value())
                .query(Agents::read)
                .optional();
    }

    public List<Agent> liveOf(UserId user) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM agents a WHERE user_id = :user AND ended_at IS NULL")
                .param("user", user.value())
                .query(Agents::read)
                .list();
    }

    /** @return false when another key is enrolled for the placement already */
    boolean enrol(Agent agent, String agentVersion, Instant now) {
        return jdbc.sql("""
                        INSERT INTO agents (placement_id, instance_id, user_id, epoch, public_key, agent_version, vendor, zone,
                                            gpu_model, enrolled_at)
                        VALUES (:placement, :instance, :user, :epoch, :key, :version, :vendor, :zone, :gpu, :now)
                        ON CONFLICT (placement_id) DO UPDATE SET agent_version = excluded.agent_version
                         WHERE agents.public_key = excluded.public_key
                        """)
                        .param("placement", agent.placement().value())
                        .param("instance", agent.instance().value())
                        .param("user", agent.user().value())
                        .param("epoch", agent.epoch().value())
                        .param("key", agent.publicKey())
                        .param("version", agentVersion)
                        .param("vendor", agent.vendor())
                        .param("zone", agent.zone())
                        .param("gpu", agent.gpuModel())
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /**
     * Takes a beat's number, and what it says.
     *
     * @return false when this number or a later one was taken before
     */
    public boolean takeSeq(PlacementId placement, Beat beat, Rhythm rhythm, Instant now) {
        return jdbc.sql("""
                        UPDATE agents
                           SET last_seq = :seq, last_beat_at = greatest(last_beat_at, :now), boot_id = :boot,
                               beat_mean_ms = :mean, beat_var_ms2 = :variance, goodbye_at = NULL, goodbye_reason = NULL,
                               backup_reading = COALESCE(CAST(:backup AS jsonb), backup_reading)
                         WHERE placement_id = :placement AND last_seq < :seq
                        """)
                        .param("placement", placement.value())
                        .param("seq", beat.seq())
                        .param("boot", beat.bootId())
                        .param("backup", json(beat.backup()), java.sql.Types.VARCHAR)
                        .param("mean", rhythm.meanMillis())
                        .param("variance", rhythm.varianceMillis2())
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /** Heard since the last report of it, oldest report first. */
    public List<Agent> unconfirmed(int atMost) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM agents a
                        WHERE ended_at IS NULL AND fenced_at IS NULL
                          AND (last_beat_at > confirmed_at OR (confirmed_at IS NULL AND last_beat_at IS NOT NULL))
                        ORDER BY confirmed_at NULLS FIRST LIMIT :most
                        """)
                .param("most", atMost)
                .query(Agents::read)
                .list();
    }

    public void confirmed(PlacementId placement, Instant lastBeat) {
        jdbc.sql("UPDATE agents SET confirmed_at = greatest(confirmed_at, :at) WHERE placement_id = :placement")
                .param("placement", placement.value())
                .param("at", at(lastBeat))
                .update();
    }

    /** Its epoch is an old one, for ever. @return false when that was known */
    public boolean fence(PlacementId placement, Instant now) {
        return jdbc.sql("UPDATE agents SET fenced_at = :now WHERE placement_id = :placement AND fenced_at IS NULL")
                        .param("placement", placement.value())
                        .param("now", at(now))
                        .update()
                == 1;
    }

    public void goodbye(PlacementId placement, String reason, Instant now) {
        jdbc.sql("UPDATE agents SET goodbye_at = :now, goodbye_reason = :reason WHERE placement_id = :placement")
                .param("placement", placement.value())
                .param("reason", reason)
                .param("now", at(now))
                .update();
    }

    public void end(PlacementId placement, Instant now) {
        jdbc.sql("UPDATE agents SET ended_at = :now WHERE placement_id = :placement AND ended_at IS NULL")
                .param("placement", placement.value())
                .param("now", at(now))
                .update();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Agent read(ResultSet row, int n) throws SQLException {
        return new Agent(
                new PlacementId(row.getObject("placement_id", UUID.class)),
                new InstanceId(row.getObject("instance_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                new Epoch(row.getLong("epoch")),
                row.getBytes("public_key"),
                row.getString("vendor"),
                row.getString("zone"),
                row.getString("gpu_model"),
                row.getLong("last_seq"),
                instant(row, "last_beat_at"),
                new Rhythm(row.getDouble("beat_mean_ms"), row.getDouble("beat_var_ms2")),
                instant(row, "fenced_at"),
                instant(row, "ended_at"),
                backup(row.getString("backup_reading")));
    }

    private static @Nullable String json(@Nullable BackupReading reading) {
        return reading == null ? null : AgentJson.mapper().writeValueAsString(reading);
    }

    private static @Nullable BackupReading backup(@Nullable String json) {
        return json == null ? null : AgentJson.mapper().readValue(json, BackupReading.class);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
