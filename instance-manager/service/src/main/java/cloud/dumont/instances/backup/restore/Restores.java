package cloud.dumont.instances.backup.restore;

import static cloud.dumont.instances.backup.Times.at;
import static cloud.dumont.instances.backup.Times.instant;
import static cloud.dumont.instances.backup.Times.instantOrNull;

import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.RestoreId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** All restores; at most one of a machine is not over. */
@Repository
public class Restores {
    private static final String COLUMNS = """
            SELECT id, instance_id, action_id, backup_id, source_id, epoch, placement_id, paths::text AS paths, into_directory,
                   newest, start, state, phase, files_done, files_total, bytes_done, bytes_total, bytes_per_second, damaged_files,
                   problem, created_at, ended_at
              FROM restores
            """;
    private final JdbcClient jdbc;

    public Restores(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return false when one is going on, or this box has begun with one already */
    public boolean insert(Restore restore, UserId user) {
        ActionId action = restore.action();
        return jdbc.sql("""
                        INSERT INTO restores (id, instance_id, user_id, action_id, backup_id, source_id, epoch, placement_id, paths,
                                              into_directory, newest, start, state, created_at)
                        VALUES (:id, :instance, :user, :action, :backup, :source, :epoch, :placement, CAST(:paths AS jsonb),
                                :into, :newest, :start, 'waiting', :now)
                        ON CONFLICT DO NOTHING
                        """)
                        .param("id", restore.id().value())
                        .param("instance", restore.instance().value())
                        .param("user", user.value())
                        .param("action", action == null ? null : action.value(), Types.OTHER)
                        .param("backup", restore.backup().value())
                        .param("source", restore.source().value())
                        .param("epoch", restore.epoch().value())
                        .param("placement", restore.placement().value())
                        .param("paths", DumontJson.mapper().writeValueAsString(restore.paths()))
                        .param("into", restore.into())
                        .param("newest", restore.newest())
                        .param("start", restore.start())
                        .param("now", at(restore.createdAt()))
                        .update()
                == 1;
    }

    public Optional<Restore> find(RestoreId id) {
        return jdbc.sql(COLUMNS + " WHERE id = :id")
                .param("id", id.value())
                .query(Restores::row)
                .optional();
    }

    public Optional<Restore> goingOn(InstanceId instance) {
        return jdbc.sql(COLUMNS + " WHERE instance_id = :instance AND state IN ('waiting', 'running')")
                .param("instance", instance.value())
                .query(Restores::row)
                .optional();
    }

    /** That with which the box of this epoch begins. */
    public Optional<Restore> atStart(InstanceId instance, Epoch epoch) {
        return jdbc.sql(COLUMNS + " WHERE instance_id = :instance AND epoch = :epoch AND start")
                .param("instance", instance.value())
                .param("epoch", epoch.value())
                .query(Restores::row)
                .optional();
    }

    /** On how many boxes of the machine that version could not be brought back. */
    public int failedAtStart(InstanceId instance, BackupId backup) {
        return jdbc.sql("""
                        SELECT count(DISTINCT placement_id) FROM restores
                         WHERE instance_id = :instance AND backup_id = :backup AND start AND state = 'failed'
                        """)
                .param("instance", instance.value())
                .param("backup", backup.value())
                .query(Integer.class)
                .single();
    }

    public boolean begunAtStart(InstanceId instance, Epoch epoch) {
        return jdbc.sql("SELECT count(*) FROM restores WHERE instance_id = :instance AND epoch = :epoch AND start")
                        .param("instance", instance.value())
                        .param("epoch", epoch.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** @return false when it was over */
    public boolean report(RestoreId id, RestoreReport report, Restore.State state, Instant now) {
        return jdbc.sql("""
                        UPDATE restores
                           SET state = :state, phase = :phase, files_done = :filesDone, files_total = :filesTotal,
                               bytes_done = :bytesDone, bytes_total = :bytesTotal, bytes_per_second = :rate,
                               damaged_files = :damagedCount, damaged = CAST(:damaged AS jsonb), problem = :problem,
                               reported_at = :now, ended_at = CASE WHEN :over THEN :now END
                         WHERE id = :id AND state IN ('waiting', 'running')
                        """)
                        .param("state", state.word())
                        .param("phase", report.phase())
                        .param("filesDone", report.filesDone())
                        .param("filesTotal", report.filesTotal())
                        .param("bytesDone", report.bytesDone())
                        .param("bytesTotal", report.bytesTotal())
                        .param("rate", report.bytesPerSecond())
                        .param("damagedCount", report.damagedFiles())
                        .param("damaged", DumontJson.mapper().writeValueAsString(report.damaged()))
                        .param("problem", report.problem(), Types.VARCHAR)
                        .param("now", at(now))
                        .param("over", state.isOver())
                        .param("id", id.value())
                        .update()
                == 1;
    }

    public void cancel(RestoreId id, Instant now) {
        jdbc.sql(
                        "UPDATE restores SET state = 'cancelled', ended_at = :now WHERE id = :id AND state IN ('waiting', 'running')")
                .param("now", at(now))
                .param("id", id.value())
                .update();
    }

    private static Restore row(ResultSet row, int number) throws SQLException {
        UUID action = row.getObject("action_id", UUID.class);
        return new Restore(
                new RestoreId(row.getObject("id", UUID.class)),
                new InstanceId(row.getObject("instance_id", UUID.class)),
                action == null ? null : new ActionId(action),
                new BackupId(row.getObject("backup_id", UUID.class)),
                new InstanceId(row.getObject("source_id", UUID.class)),
                new Epoch(row.getLong("epoch")),
                new PlacementId(row.getObject("placement_id", UUID.class)),
                DumontJson.mapper().readValue(row.getString("paths"), new TypeReference<List<String>>() {}),
                row.getString("into_directory"),
                row.getBoolean("newest"),
                row.getBoolean("start"),
                Restore.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("phase"),
                row.getLong("files_done"),
                row.getLong("files_total"),
                row.getLong("bytes_done"),
                row.getLong("bytes_total"),
                row.getLong("bytes_per_second"),
                row.getLong("damaged_files"),
                row.getString("problem"),
                instant(row, "created_at"),
                instantOrNull(row, "ended_at"));
    }
}
