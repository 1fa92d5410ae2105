package cloud.dumont.instances.backup.care;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.Times;
import cloud.dumont.instances.backup.store.collect.CollectionRows;
import cloud.dumont.instances.backup.store.collect.Holdings;
import cloud.dumont.instances.backup.store.collect.RegisteredCommit;
import cloud.dumont.instances.backup.store.collect.StoredRow;
import cloud.dumont.kernel.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What the database knows of the objects of workspaces, for their collection. */
@Component
class HoldingsRows {
    /** Somebody may be reading it, by a link or in the browser. */
    private static final Duration STILL_READ = Duration.ofHours(12);

    private final JdbcClient jdbc;
    private final TransactionTemplate oneMoment;

    HoldingsRows(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.oneMoment = new TransactionTemplate(transactions);
        this.oneMoment.setReadOnly(true);
        this.oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    Holdings of(InstanceId instance, Instant now) {
        return Objects.requireNonNull(
                oneMoment.execute(status -> new Holdings(liveEpoch(instance), commits(instance, now), rows(instance))));
    }

    private long liveEpoch(InstanceId instance) {
        return jdbc.sql("SELECT COALESCE(max(epoch), 0) FROM backup_epochs WHERE instance_id = :instance")
                .param("instance", instance.value())
                .query(Long.class)
                .single();
    }

    private List<RegisteredCommit> commits(InstanceId instance, Instant now) {
        return jdbc.sql("""
                        SELECT b.epoch, b.seq, b.manifest_sha256 AS sha, b.tree, b.parent IS NOT NULL AS has_parent,
                               p.epoch AS parent_epoch, p.seq AS parent_seq, p.manifest_sha256 AS parent_sha,
                               b.state <> 'expired' OR b.expired_at > :read
                               OR EXISTS (SELECT 1 FROM restores r WHERE r.backup_id = b.id AND r.state IN ('waiting', 'running'))
                               OR EXISTS (SELECT 1 FROM preparations p WHERE p.backup_id = b.id AND p.state = 'running'
                                             AND p.round_began_at > :read)
                               OR EXISTS (SELECT 1 FROM backup_verifications v WHERE v.backup_id = b.id AND v.state = 'waiting')
                               AS kept
                          FROM backups b
                          JOIN backup_workspaces w ON w.instance_id = b.instance_id
                          JOIN backup_objects o ON o.instance_id = b.instance_id
                                               AND o.name = substr(b.manifest_key, length(w.root) + 1)
                          LEFT JOIN backups p ON p.id = b.parent
                         WHERE b.instance_id = :instance ORDER BY b.seq
                        """)
                .param("instance", instance.value())
                .param("read", Times.at(now.minus(STILL_READ)))
                .query(HoldingsRows::commit)
                .list();
    }

    private static RegisteredCommit commit(ResultSet row, int number) throws SQLException {
        return new RegisteredCommit(
                new CommitRef(row.getLong("epoch"), row.getLong("seq"), hex(row.getBytes("sha"))),
                parent(row),
                row.getBoolean("tree"),
                row.getBoolean("kept"));
    }

    /** A parent whose row is gone is named all the same, so that a chain that needs it is found to have a gap. */
    private static @Nullable CommitRef parent(ResultSet row) throws SQLException {
        if (!row.getBoolean("has_parent")) {
            return null;
        }
        byte[] sha = row.getBytes("parent_sha");
        return sha == null
                ? new CommitRef(0, row.getLong("seq") - 1, "")
                : new CommitRef(row.getLong("parent_epoch"), row.getLong("parent_seq"), hex(sha));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private List<StoredRow> rows(InstanceId instance) {
        return jdbc.sql("""
                        SELECT name, size, put_until, committed_seq IS NOT NULL AS named FROM backup_objects
                         WHERE instance_id = :instance
                        """)
                .param("instance", instance.value())
                .query((row, number) -> new StoredRow(
                        row.getString("name"),
                        row.getLong("size"),
                        Times.instant(row, "put_until"),
                        row.getBoolean("named")))
                .list();
    }

    /** @param gone told how many rows went */
    CollectionRows collection(InstanceId instance, Instant signedBefore, IntConsumer gone) {
        return new CollectionRows() {
            @Override
            public Set<String> stillDoomed(List<String> names) {
                return doomed(instance, names, signedBefore);
            }

            @Override
            public void collected(List<String> names) {
                gone.accept(forget(instance, names));
            }
        };
    }

    private Set<String> doomed(InstanceId instance, List<String> names, Instant signedBefore) {
        return new HashSet<>(jdbc.sql("""
                        SELECT o.name FROM backup_objects o JOIN backup_workspaces w ON w.instance_id = o.instance_id
                         WHERE o.instance_id = :instance AND o.name IN (:names) AND o.put_until <= :old AND w.erased_at IS NULL
                        """)
                .param("instance", instance.value())
                .param("names", names)
                .param("old", Times.at(signedBefore))
                .query(String.class)
                .list());
    }

    private int forget(InstanceId instance, List<String> names) {
        if (names.isEmpty()) {
            return 0;
        }
        return jdbc.sql("""
                        WITH gone AS (
                          DELETE FROM backup_objects WHERE instance_id = :instance AND name IN (:names)
                          RETURNING size, committed_seq),
                        counted AS (
                          UPDATE backup_workspaces
                             SET stored_bytes = GREATEST(0, stored_bytes
                                 - (SELECT COALESCE(sum(size), 0) FROM gone WHERE committed_seq IS NOT NULL))
                           WHERE instance_id = :instance)
                        SELECT count(*) FROM gone
                        """)
                .param("instance", instance.value())
                .param("names", names)
                .query(Integer.class)
                .single();
    }

    /** Announced long ago, never named, and of an epoch that can still name it. */
    record Announced(String name, Instant putUntil) {}

    List<Announced> unnamed(InstanceId instance, Instant before, int most) {
        return jdbc.sql("""
                        SELECT name, put_until FROM backup_objects
                         WHERE instance_id = :instance AND committed_seq IS NULL AND put_until <= :before
                         ORDER BY put_until LIMIT :most
                        """)
                .param("instance", instance.value())
                .param("before", Times.at(before))
                .param("most", most)
                .query((row, number) -> new Announced(row.getString("name"), Times.instant(row, "put_until")))
                .list();
    }

    /** Unless it was announced again meanwhile. */
    void neverCame(InstanceId instance, Announced announced) {
        jdbc.sql("""
                        DELETE FROM backup_objects
                         WHERE instance_id = :instance AND name = :name AND committed_seq IS NULL AND put_until = :until
                        """)
                .param("instance", instance.value())
                .param("name", announced.name())
                .param("until", Times.at(announced.putUntil()))
                .update();
    }

    void tidied(InstanceId instance, Instant now) {
        jdbc.sql("UPDATE backup_workspaces SET collected_at = :now WHERE instance_id = :instance")
                .param("now", Times.at(now))
                .param("instance", instance.value())
                .update();
    }
}
