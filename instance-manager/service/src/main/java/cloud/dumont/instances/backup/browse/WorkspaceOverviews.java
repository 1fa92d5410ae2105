package cloud.dumont.instances.backup.browse;

import static cloud.dumont.instances.backup.Times.instant;
import static cloud.dumont.instances.backup.Times.instantOrNull;

import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** What is saved of each machine of a user, also of destroyed ones. */
@Repository
public class WorkspaceOverviews {
    private static final String ROWS = """
            SELECT w.instance_id, i.name, i.status, w.destroyed_at, w.delete_at, w.stored_bytes, w.verified_at, w.verified_state,
                   w.damaged_files::text AS damaged_files, t.frozen_at, t.bytes_total,
                   (SELECT count(*) FROM backups b WHERE b.instance_id = w.instance_id AND b.state <> 'expired') AS backups,
                   (SELECT min(b.committed_at) FROM backups b
                     WHERE b.instance_id = w.instance_id AND b.seq > w.copied_seq) AS uncopied_since
              FROM backup_workspaces w
              JOIN instances i ON i.id = w.instance_id
              JOIN LATERAL (SELECT frozen_at, bytes_total FROM backups b WHERE b.instance_id = w.instance_id
                             ORDER BY seq DESC LIMIT 1) t ON true
             WHERE w.user_id = :user AND w.erased_at IS NULL
            """;
    private static final int MOST_FILES = 20;
    private final JdbcClient jdbc;
    private final Depot depot;

    WorkspaceOverviews(JdbcClient jdbc, Depot depot) {
        this.jdbc = jdbc;
        this.depot = depot;
    }

    /** Newest machines first. @param after the last one that was given */
    public List<WorkspaceOverview> list(UserId user, @Nullable InstanceId after, int limit, Instant now) {
        return jdbc.sql(ROWS + """
                         AND (CAST(:after AS uuid) IS NULL OR w.instance_id < CAST(:after AS uuid))
                         ORDER BY w.instance_id DESC LIMIT :limit
                        """)
                .param("user", user.value())
                .param("after", after == null ? null : after.value(), Types.OTHER)
                .param("limit", limit)
                .query((row, number) -> row(row, now))
                .list();
    }

    public Optional<WorkspaceOverview> find(UserId user, InstanceId instance, Instant now) {
        return jdbc.sql(ROWS + " AND w.instance_id = :instance")
                .param("user", user.value())
                .param("instance", instance.value())
                .query((row, number) -> row(row, now))
                .optional();
    }

    private WorkspaceOverview row(ResultSet row, Instant now) throws SQLException {
        List<String> damaged =
                DumontJson.mapper().readValue(row.getString("damaged_files"), new TypeReference<List<String>>() {});
        return new WorkspaceOverview(
                new InstanceId(row.getObject("instance_id", UUID.class)),
                row.getString("name"),
                row.getString("status"),
                instantOrNull(row, "destroyed_at"),
                instantOrNull(row, "delete_at"),
                row.getLong("backups"),
                instant(row, "frozen_at"),
                row.getLong("stored_bytes"),
                row.getLong("bytes_total"),
                instantOrNull(row, "verified_at"),
                row.getString("verified_state"),
                damaged.stream().limit(MOST_FILES).toList(),
                lag(instantOrNull(row, "uncopied_since"), now));
    }

    private @Nullable Long lag(@Nullable Instant uncopiedSince, Instant now) {
        if (depot.copy().isEmpty()) {
            return null;
        }
        return uncopiedSince == null
                ? 0L
                : Math.max(0, Duration.between(uncopiedSince, now).toSeconds());
    }
}
