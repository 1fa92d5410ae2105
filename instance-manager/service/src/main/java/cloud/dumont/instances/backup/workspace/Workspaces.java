package cloud.dumont.instances.backup.workspace;

import cloud.dumont.instances.backup.Times;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** All workspaces. Who changes orders or policy holds the machine's row, at least shared. */
@Repository
public class Workspaces {
    private static final String COLUMNS = """
            SELECT instance_id, user_id, root, policy::text AS policy, policy_version, orders_version, limit_bytes, stored_bytes,
                   restore_from, late_since, copied_seq, copied_at, verified_at, verified_state,
                   damaged_files::text AS damaged_files, destroyed_at, delete_at, erased_at,
                   ciphertext IS NOT NULL AS has_key, version
              FROM backup_workspaces
            """;
    private final JdbcClient jdbc;

    public Workspaces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Workspace> find(InstanceId instance) {
        return jdbc.sql(COLUMNS + " WHERE instance_id = :instance")
                .param("instance", instance.value())
                .query(Workspaces::row)
                .optional();
    }

    public List<Workspace> of(UserId user, @Nullable Workspace after, int limit) {
        return jdbc.sql(COLUMNS + """
                         WHERE user_id = :user
                           AND (CAST(:after AS uuid) IS NULL OR instance_id < CAST(:after AS uuid))
                         ORDER BY instance_id DESC LIMIT :limit
                        """)
                .param("user", user.value())
                .param("after", after == null ? null : after.instance().value(), java.sql.Types.OTHER)
                .param("limit", limit)
                .query(Workspaces::row)
                .list();
    }

    public List<Workspace> notErased() {
        return jdbc.sql(COLUMNS + " WHERE erased_at IS NULL AND ciphertext IS NOT NULL ORDER BY instance_id")
                .query(Workspaces::row)
                .list();
    }

    /** Does nothing when there is one. */
    public void make(
            InstanceId instance,
            UserId user,
            Policy policy,
            long limitBytes,
            @Nullable BackupId restoreFrom,
            Instant now) {
        jdbc.sql("""
                        INSERT INTO backup_workspaces (instance_id, user_id, root, policy, limit_bytes, restore_from, created_at)
                        VALUES (:instance, :user, :root, CAST(:policy AS jsonb), :limit, :from, :now)
                        ON CONFLICT (instance_id) DO NOTHING
                        """)
                .param("instance", instance.value())
                .param("user", user.value())
                .param("root", Workspace.rootOf(user, instance))
                .param("policy", DumontJson.mapper().writeValueAsString(policy))
                .param("limit", limitBytes)
                .param("from", restoreFrom == null ? null : restoreFrom.value(), java.sql.Types.OTHER)
                .param("now", Times.at(now))
                .update();
    }

    public void change(InstanceId instance, Policy policy) {
        jdbc.sql("""
                        UPDATE backup_workspaces
                           SET policy = CAST(:policy AS jsonb), policy_version = policy_version + 1, version = version + 1
                         WHERE instance_id = :instance
                        """)
                .param("policy", DumontJson.mapper().writeValueAsString(policy))
                .param("instance", instance.value())
                .update();
    }

    public void ordersChanged(InstanceId instance) {
        jdbc.sql("UPDATE backup_workspaces SET orders_version = orders_version + 1 WHERE instance_id = :instance")
                .param("instance", instance.value())
                .update();
    }

    /** @param bytes may be negative */
    public void stored(InstanceId instance, long bytes) {
        jdbc.sql("UPDATE backup_workspaces SET stored_bytes = stored_bytes + :bytes WHERE instance_id = :instance")
                .param("bytes", bytes)
                .param("instance", instance.value())
                .update();
    }

    /**
     * A version of the machine's own holds all it has: what it was made from is needed no more. Not while that is still being
     * brought back.
     */
    public void standsOnItsOwn(InstanceId instance) {
        jdbc.sql("""
                        UPDATE backup_workspaces SET restore_from = NULL
                         WHERE instance_id = :instance AND restore_from IS NOT NULL
                           AND NOT EXISTS (SELECT 1 FROM restores r WHERE r.instance_id = :instance AND r.start
                                              AND r.state IN ('waiting', 'running'))
                        """).param("instance", instance.value()).update();
    }

    /** The machine is gone; its files stay until {@code deleteAt}. */
    public void destroyed(InstanceId instance, Instant now, Instant deleteAt) {
        jdbc.sql("""
                        UPDATE backup_workspaces SET destroyed_at = COALESCE(destroyed_at, :now),
                               delete_at = COALESCE(delete_at, :delete), version = version + 1
                         WHERE instance_id = :instance
                        """)
                .param("now", Times.at(now))
                .param("delete", Times.at(deleteAt))
                .param("instance", instance.value())
                .update();
    }

    public void deleteAt(InstanceId instance, Instant at) {
        jdbc.sql("UPDATE backup_workspaces SET delete_at = :at, version = version + 1 WHERE instance_id = :instance")
                .param("at", Times.at(at))
                .param("instance", instance.value())
                .update();
    }

    public void late(InstanceId instance, @Nullable Instant since) {
        jdbc.sql("UPDATE backup_workspaces SET late_since = :since WHERE instance_id = :instance")
                .param("since", since == null ? null : Times.at(since), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("instance", instance.value())
                .update();
    }

    private static Workspace row(ResultSet row, int number) throws SQLException {
        UUID from = row.getObject("restore_from", UUID.class);
        return new Workspace(
                new InstanceId(row.getObject("instance_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("root"),
                DumontJson.mapper().readValue(row.getString("policy"), Policy.class),
                row.getLong("policy_version"),
                row.getLong("orders_version"),
                row.getLong("limit_bytes"),
                row.getLong("stored_bytes"),
                from == null ? null : new BackupId(from),
                Times.instantOrNull(row, "late_since"),
                row.getLong("copied_seq"),
                Times.instantOrNull(row, "copied_at"),
                Times.instantOrNull(row, "verified_at"),
                row.getString("verified_state"),
                DumontJson.mapper().readValue(row.getString("damaged_files"), new TypeReference<List<String>>() {}),
                Times.instantOrNull(row, "destroyed_at"),
                Times.instantOrNull(row, "delete_at"),
                Times.instantOrNull(row, "erased_at"),
                row.getBoolean("has_key"),
                row.getLong("version"));
    }
}
