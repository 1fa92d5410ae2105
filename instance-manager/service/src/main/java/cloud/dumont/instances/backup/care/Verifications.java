package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.backup.Times;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All verifications; of one version at most one is waiting. A waiting one keeps its version from being collected. */
@Repository
class Verifications {
    private static final String COLUMNS =
            "SELECT id, backup_id, action_id, extent, created_at FROM backup_verifications";
    private final JdbcClient jdbc;

    Verifications(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * In a transaction, until whose end the version does not expire.
     *
     * @return whether it has not
     */
    boolean hold(BackupId backup) {
        return jdbc.sql("SELECT id FROM backups WHERE id = :id AND state <> 'expired' FOR UPDATE")
                .param("id", backup.value())
                .query(UUID.class)
                .optional()
                .isPresent();
    }

    /** @return false when one is waiting already */
    boolean insert(
            VerificationId id,
            InstanceId instance,
            BackupId backup,
            @Nullable ActionId action,
            Verification.Extent extent,
            Instant now) {
        boolean first = jdbc.sql("""
                                INSERT INTO backup_verifications (id, instance_id, backup_id, action_id, extent, state, created_at)
                                VALUES (:id, :instance, :backup, :action, :extent, 'waiting', :now)
                                ON CONFLICT DO NOTHING
                                """)
                        .param("id", id.value())
                        .param("instance", instance.value())
                        .param("backup", backup.value())
                        .param("action", action == null ? null : action.value(), Types.OTHER)
                        .param("extent", extent.word())
                        .param("now", Times.at(now))
                        .update()
                == 1;
        if (first) {
            jdbc.sql("""
                            UPDATE backups SET state = 'verifying', version = version + 1
                             WHERE id = :backup AND state IN ('committed', 'verified')
                            """).param("backup", backup.value()).update();
        }
        return first;
    }

    Optional<Verification> waiting(VerificationId id) {
        return jdbc.sql(COLUMNS + " WHERE id = :id AND state = 'waiting'")
                .param("id", id.value())
                .query(Verifications::row)
                .optional();
    }

    Optional<Verification> waitingOf(BackupId backup) {
        return jdbc.sql(COLUMNS + " WHERE backup_id = :backup AND state = 'waiting'")
                .param("backup", backup.value())
                .query(Verifications::row)
                .optional();
    }

    List<Verification> waiting() {
        return jdbc.sql(COLUMNS + " WHERE state = 'waiting' ORDER BY created_at")
                .query(Verifications::row)
                .list();
    }

    /** Somebody waits for it now, and wants all of the version. */
    void adopt(VerificationId id, ActionId action) {
        jdbc.sql(
                        "UPDATE backup_verifications SET action_id = :action, extent = 'whole' WHERE id = :id AND state = 'waiting'")
                .param("action", action.value())
                .param("id", id.value())
                .update();
    }

    /** The waiting one as it is now, until the transaction's end; versions are always locked before their verifications. */
    Optional<Verification> hold(Verification verification) {
        jdbc.sql("SELECT id FROM backups WHERE id = :id FOR UPDATE")
                .param("id", verification.backup().value())
                .query(UUID.class)
                .optional();
        return waiting(verification.id());
    }

    void end(VerificationId id, String state, Instant now) {
        jdbc.sql("UPDATE backup_verifications SET state = :state, ended_at = :now WHERE id = :id AND state = 'waiting'")
                .param("state", state)
                .param("now", Times.at(now))
                .param("id", id.value())
                .update();
    }

    int forgetBefore(Instant before) {
        return jdbc.sql("DELETE FROM backup_verifications WHERE state <> 'waiting' AND created_at < :before")
                .param("before", Times.at(before))
                .update();
    }

    /** @param extent a workspace that was found damaged is read whole until it is whole */
    record Candidate(InstanceId instance, BackupId newest, Verification.Extent extent) {}

    /** Workspaces whose newest version should be read back, and was not tried to lately. */
    List<Candidate> due(Instant verifiedBefore, Instant firstCommitBefore, Instant triedBefore) {
        return jdbc.sql("""
                        SELECT w.instance_id, t.id, w.verified_state = 'damaged' AS damaged
                          FROM backup_workspaces w
                          JOIN LATERAL (SELECT id FROM backups b WHERE b.instance_id = w.instance_id
                                         ORDER BY seq DESC LIMIT 1) t ON true
                         WHERE w.erased_at IS NULL AND w.ciphertext IS NOT NULL
                           AND (w.verified_at <= :verified
                                OR (w.verified_at IS NULL
                                    AND EXISTS (SELECT 1 FROM backups b
                                                 WHERE b.instance_id = w.instance_id AND b.committed_at <= :first)))
                           AND NOT EXISTS (SELECT 1 FROM backup_verifications v
                                            WHERE v.instance_id = w.instance_id AND v.created_at > :tried)
                        """)
                .param("verified", Times.at(verifiedBefore))
                .param("first", Times.at(firstCommitBefore))
                .param("tried", Times.at(triedBefore))
                .query((row, number) -> new Candidate(
                        new InstanceId(row.getObject("instance_id", UUID.class)),
                        new BackupId(row.getObject("id", UUID.class)),
                        row.getBoolean("damaged") ? Verification.Extent.WHOLE : Verification.Extent.SAMPLE))
                .list();
    }

    private static Verification row(ResultSet row, int number) throws SQLException {
        UUID action = row.getObject("action_id", UUID.class);
        return new Verification(
                new VerificationId(row.getObject("id", UUID.class)),
                new BackupId(row.getObject("backup_id", UUID.class)),
                action == null ? null : new ActionId(action),
                Verification.Extent.valueOf(row.getString("extent").toUpperCase(Locale.ROOT)),
                Times.instant(row, "created_at"));
    }
}
