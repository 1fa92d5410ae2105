package cloud.dumont.instances.backup.commit;

import static cloud.dumont.instances.backup.Times.at;
import static cloud.dumont.instances.backup.Times.instant;
import static cloud.dumont.instances.backup.Times.instantOrNull;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** All registered commits; each machine's are one unbroken chain. */
@Repository
public class Backups {
    static final String COLUMNS = """
            SELECT b.id, b.instance_id, b.user_id, b.epoch, b.seq, b.kind, b.state, b.manifest_sha256, b.manifest_size, b.tree,
                   b.complete, b.files, b.bytes_new, b.bytes_total, b.frozen_at, b.committed_at, b.verified_at, b.expires_at,
                   b.keep_until, b.description, b.version
              FROM backups b
            """;
    private final JdbcClient jdbc;

    public Backups(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Backup> find(BackupId id) {
        return jdbc.sql(COLUMNS + " WHERE b.id = :id")
                .param("id", id.value())
                .query(Backups::row)
                .optional();
    }

    public Optional<Backup> numbered(InstanceId instance, long seq) {
        return jdbc.sql(COLUMNS + " WHERE b.instance_id = :instance AND b.seq = :seq")
                .param("instance", instance.value())
                .param("seq", seq)
                .query(Backups::row)
                .optional();
    }

    public Optional<Backup> tip(InstanceId instance) {
        return jdbc.sql(COLUMNS + " WHERE b.instance_id = :instance ORDER BY b.seq DESC LIMIT 1")
                .param("instance", instance.value())
                .query(Backups::row)
                .optional();
    }

    /** What a box of that epoch finds. */
    public Optional<Backup> tipBefore(InstanceId instance, Epoch epoch) {
        return jdbc.sql(COLUMNS + " WHERE b.instance_id = :instance AND b.epoch < :epoch ORDER BY b.seq DESC LIMIT 1")
                .param("instance", instance.value())
                .param("epoch", epoch.value())
                .query(Backups::row)
                .optional();
    }

    /** The newest one before that number which may be read. */
    public Optional<Backup> before(InstanceId instance, long seq) {
        return jdbc.sql(COLUMNS + """
                         WHERE b.instance_id = :instance AND b.seq < :seq AND b.state NOT IN ('expired', 'damaged')
                         ORDER BY b.seq DESC LIMIT 1
                        """)
                .param("instance", instance.value())
                .param("seq", seq)
                .query(Backups::row)
                .optional();
    }

    /** The newest one that left nothing unsaved. */
    public Optional<Backup> newestComplete(InstanceId instance) {
        return jdbc.sql(COLUMNS + " WHERE b.instance_id = :instance AND b.complete ORDER BY b.seq DESC LIMIT 1")
                .param("instance", instance.value())
                .query(Backups::row)
                .optional();
    }

    /** The newest state of the machine that is not younger than this. */
    public Optional<Backup> asOf(InstanceId instance, Instant time) {
        return jdbc.sql(COLUMNS + """
                         WHERE b.instance_id = :instance AND b.frozen_at <= :time AND b.state <> 'expired'
                         ORDER BY b.seq DESC LIMIT 1
                        """)
                .param("instance", instance.value())
                .param("time", at(time))
                .query(Backups::row)
                .optional();
    }

    /** From the nearest commit with a tree (or the first there is) to this one, which is last. */
    public List<CommitRef> chain(InstanceId instance, long seq) {
        return jdbc.sql("""
                        SELECT epoch, seq, manifest_sha256 FROM backups
                         WHERE instance_id = :instance AND seq <= :seq
                           AND seq >= COALESCE((SELECT max(t.seq) FROM backups t
                                                 WHERE t.instance_id = :instance AND t.tree AND t.seq <= :seq), 1)
                         ORDER BY seq
                        """)
                .param("instance", instance.value())
                .param("seq", seq)
                .query((row, number) -> new CommitRef(
                        row.getLong("epoch"), row.getLong("seq"), HexFormat.of().formatHex(row.getBytes(3))))
                .list();
    }

    /** What was saved after this version. */
    public long bytesSince(InstanceId instance, long seq) {
        return jdbc.sql("SELECT COALESCE(sum(bytes_new), 0) FROM backups WHERE instance_id = :instance AND seq > :seq")
                .param("instance", instance.value())
                .param("seq", seq)
                .query(Long.class)
                .single();
    }

    /** Until the transaction's end the version does not expire. @return false when it has */
    public boolean pin(BackupId id) {
        return jdbc.sql("SELECT id FROM backups WHERE id = :id AND state <> 'expired' FOR SHARE")
                .param("id", id.value())
                .query(UUID.class)
                .optional()
                .isPresent();
    }

    /** Of one machine, oldest first, with those that have expired but are still there. */
    public List<Backup> all(InstanceId instance) {
        return jdbc.sql(COLUMNS + " WHERE b.instance_id = :instance ORDER BY b.seq")
                .param("instance", instance.value())
                .query(Backups::row)
                .list();
    }

    /** What a list is restricted to; null: not. */
    public record Filter(@Nullable InstanceId instance, Backup.@Nullable Kind kind, Backup.@Nullable State state) {}

    /** Newest first; expired ones only when asked for. */
    public List<Backup> list(UserId user, Filter filter, @Nullable Backup after, int limit) {
        InstanceId instance = filter.instance();
        return jdbc.sql(COLUMNS + """
                         WHERE b.user_id = :user
                           AND (CAST(:instance AS uuid) IS NULL OR b.instance_id = CAST(:instance AS uuid))
                           AND (CAST(:kind AS text) IS NULL OR b.kind = :kind)
                           AND b.state = COALESCE(CAST(:state AS text), CASE WHEN b.state = 'expired' THEN '' ELSE b.state END)
                           AND (CAST(:at AS timestamptz) IS NULL
                                OR (b.committed_at, b.seq, b.id) < (CAST(:at AS timestamptz), :seq, CAST(:id AS uuid)))
                         ORDER BY b.committed_at DESC, b.seq DESC, b.id DESC LIMIT :limit
                        """)
                .param("user", user.value())
                .param("instance", instance == null ? null : instance.value(), Types.OTHER)
                .param("kind", filter.kind() == null ? null : filter.kind().word(), Types.VARCHAR)
                .param("state", filter.state() == null ? null : filter.state().word(), Types.VARCHAR)
                .param("at", after == null ? null : at(after.committedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("seq", after == null ? 0 : after.seq())
                .param("id", after == null ? null : after.id().value(), Types.OTHER)
                .param("limit", limit)
                .query(Backups::row)
                .list();
    }

    /** @return false when it changed meanwhile */
    public boolean describe(Backup backup, @Nullable String description, @Nullable Instant keepUntil) {
        return jdbc.sql("""
                        UPDATE backups SET description = :description, keep_until = :keep, version = version + 1
                         WHERE id = :id AND version = :version AND state <> 'expired'
                        """)
                        .param("description", description, Types.VARCHAR)
                        .param("keep", keepUntil == null ? null : at(keepUntil), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("id", backup.id().value())
                        .param("version", backup.version())
                        .update()
                == 1;
    }

    /** What its user has not asked to keep meanwhile. The newest one never expires, nor one that a machine is to begin with. */
    @Transactional
    public int expireUnkept(InstanceId instance, List<BackupId> ids, Instant now) {
        return expire(instance, ids, false, now);
    }

    /** At its user's wish. @return whether it did; not the newest one, nor one that a machine is to begin with */
    @Transactional
    public boolean expire(InstanceId instance, BackupId id, Instant now) {
        return expire(instance, List.of(id), true, now) == 1;
    }

    private int expire(InstanceId instance, List<BackupId> ids, boolean evenKept, Instant now) {
        List<UUID> values = ids.stream().map(BackupId::value).toList();
        // Waits for those who pin one of them; only the next statement sees what they wrote.
        jdbc.sql("SELECT id FROM backups WHERE id IN (:ids) ORDER BY id FOR UPDATE")
                .param("ids", values)
                .query(UUID.class)
                .list();
        return jdbc.sql("""
                        UPDATE backups b SET state = 'expired', expired_at = :now, version = version + 1
                         WHERE b.instance_id = :instance AND b.id IN (:ids) AND b.state <> 'expired'
                           AND (:evenKept OR b.keep_until IS NULL OR b.keep_until <= :now)
                           AND b.seq < (SELECT max(seq) FROM backups t WHERE t.instance_id = :instance)
                           AND NOT EXISTS (SELECT 1 FROM backup_workspaces w
                                            WHERE w.restore_from = b.id AND w.destroyed_at IS NULL)
                        """)
                .param("now", at(now))
                .param("evenKept", evenKept)
                .param("instance", instance.value())
                .param("ids", values)
                .update();
    }

    static Backup row(ResultSet row, int number) throws SQLException {
        return new Backup(
                new BackupId(row.getObject("id", UUID.class)),
                new InstanceId(row.getObject("instance_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                row.getLong("epoch"),
                row.getLong("seq"),
                Backup.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Backup.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                HexFormat.of().formatHex(row.getBytes("manifest_sha256")),
                row.getLong("manifest_size"),
                row.getBoolean("tree"),
                row.getBoolean("complete"),
                row.getLong("files"),
                row.getLong("bytes_new"),
                row.getLong("bytes_total"),
                instant(row, "frozen_at"),
                instant(row, "committed_at"),
                instantOrNull(row, "verified_at"),
                instantOrNull(row, "expires_at"),
                instantOrNull(row, "keep_until"),
                row.getString("description"),
                row.getLong("version"));
    }
}
