package cloud.dumont.instances.backup.prepare;

import static cloud.dumont.instances.backup.Times.at;

import cloud.dumont.agent.protocol.backup.PreparationReport;
import cloud.dumont.instances.backup.FilesInPlace;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** Boxes that may read a machine's files though another one serves it. */
@Repository
public class Preparations {
    private final JdbcClient jdbc;

    Preparations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** From now on this box may read, until its placement ends or the machine is at its epoch. May be repeated. */
    public void allow(PlacementId placement, InstanceId instance, Epoch epoch, boolean proof, Instant now) {
        jdbc.sql("""
                        INSERT INTO preparations (placement_id, instance_id, epoch, proof, allowed_at)
                        VALUES (:placement, :instance, :epoch, :proof, :now) ON CONFLICT DO NOTHING
                        """)
                .param("placement", placement.value())
                .param("instance", instance.value())
                .param("epoch", epoch.value())
                .param("proof", proof)
                .param("now", at(now))
                .update();
    }

    public Optional<FilesInPlace> of(PlacementId placement) {
        return jdbc.sql("SELECT * FROM preparations WHERE placement_id = :placement")
                .param("placement", placement.value())
                .query(Preparations::row)
                .optional();
    }

    /** Whose files the box may read now; empty: nobody's. */
    public Optional<InstanceId> readable(PlacementId placement, Epoch epoch) {
        return jdbc.sql("""
                        SELECT r.instance_id FROM preparations r
                          JOIN placements p ON p.id = r.placement_id
                          JOIN instances i ON i.id = r.instance_id
                         WHERE r.placement_id = :placement AND r.epoch = :epoch AND p.state = 'booting'
                           AND i.epoch < r.epoch AND i.destroyed_at IS NULL
                        """)
                .param("placement", placement.value())
                .param("epoch", epoch.value())
                .query(UUID.class)
                .optional()
                .map(InstanceId::new);
    }

    /** A round with this version begins, unless one is under way. */
    boolean begin(PlacementId placement, Backup version, Instant now) {
        return jdbc.sql("""
                        UPDATE preparations
                           SET state = 'running', rounds = rounds + 1, backup_id = :backup, seq = :seq, phase = 'planning',
                               files_done = 0, files_total = 0, bytes_done = 0, bytes_total = 0, fetched = 0, problem = NULL,
                               round_began_at = :now, round_ended_at = NULL, proof_entries = NULL, proof_bytes = NULL,
                               proof_digest = NULL, proof_differing = NULL
                         WHERE placement_id = :placement AND state <> 'running'
                        """)
                        .param("backup", version.id().value())
                        .param("seq", version.seq())
                        .param("now", at(now))
                        .param("placement", placement.value())
                        .update()
                == 1;
    }

    void asked(PlacementId placement, Instant now) {
        jdbc.sql("UPDATE preparations SET asked_at = :now WHERE placement_id = :placement AND asked_at IS NULL")
                .param("now", at(now))
                .param("placement", placement.value())
                .update();
    }

    /** @param seq of the round that is meant; a report of another one changes nothing */
    void report(PlacementId placement, long seq, PreparationReport report, FilesInPlace.State state, Instant now) {
        PreparationReport.Proof proof = report.proof();
        boolean over = state != FilesInPlace.State.RUNNING;
        jdbc.sql("""
                        UPDATE preparations
                           SET state = :state, phase = :phase, files_done = :filesDone, files_total = :filesTotal,
                               bytes_done = :bytesDone, bytes_total = :bytesTotal, fetched = :fetched,
                               damaged_files = :damaged, problem = :problem,
                               round_ended_at = CASE WHEN :over THEN CAST(:now AS timestamptz) END,
                               hot_at = CASE WHEN :hot THEN COALESCE(hot_at, CAST(:now AS timestamptz)) ELSE hot_at END,
                               proof_entries = :entries, proof_bytes = :bytes, proof_digest = :digest,
                               proof_differing = CAST(:differing AS jsonb)
                         WHERE placement_id = :placement AND seq = :seq AND state = 'running'
                        """)
                .param("state", state.word())
                .param("phase", report.restore().phase())
                .param("filesDone", report.restore().filesDone())
                .param("filesTotal", report.restore().filesTotal())
                .param("bytesDone", report.restore().bytesDone())
                .param("bytesTotal", report.restore().bytesTotal())
                .param("fetched", report.fetched())
                .param("damaged", report.restore().damagedFiles())
                .param("problem", report.restore().problem(), Types.VARCHAR)
                .param("over", over)
                .param("hot", PreparedPhase.isUsable(report.restore().phase()))
                .param("now", at(now))
                .param("entries", proof == null ? null : proof.entries(), Types.BIGINT)
                .param("bytes", proof == null ? null : proof.bytes(), Types.BIGINT)
                .param("digest", proof == null ? null : proof.digest(), Types.VARCHAR)
                .param(
                        "differing",
                        proof == null ? null : DumontJson.mapper().writeValueAsString(proof.differing()),
                        Types.VARCHAR)
                .param("placement", placement.value())
                .param("seq", seq)
                .update();
    }

    private static FilesInPlace row(ResultSet row, int number) throws SQLException {
        UUID backup = row.getObject("backup_id", UUID.class);
        return new FilesInPlace(
                new PlacementId(row.getObject("placement_id", UUID.class)),
                new InstanceId(row.getObject("instance_id", UUID.class)),
                new Epoch(row.getLong("epoch")),
                row.getBoolean("proof"),
                row.getInt("rounds"),
                FilesInPlace.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                backup == null ? null : new BackupId(backup),
                row.getLong("seq"),
                row.getString("phase"),
                row.getLong("files_done"),
                row.getLong("files_total"),
                row.getLong("bytes_done"),
                row.getLong("bytes_total"),
                row.getLong("fetched"),
                row.getLong("damaged_files"),
                row.getString("problem"),
                instant(row, "asked_at"),
                instant(row, "round_began_at"),
                instant(row, "round_ended_at"),
                instant(row, "hot_at"),
                proof(row));
    }

    private static FilesInPlace.@Nullable Proof proof(ResultSet row) throws SQLException {
        String digest = row.getString("proof_digest");
        return digest == null
                ? null
                : new FilesInPlace.Proof(
                        row.getLong("proof_entries"),
                        row.getLong("proof_bytes"),
                        digest,
                        DumontJson.mapper()
                                .readValue(row.getString("proof_differing"), new TypeReference<List<String>>() {}));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
