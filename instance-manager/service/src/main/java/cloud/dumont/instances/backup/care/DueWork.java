package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.backup.Times;
import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.kernel.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds what is to be done, from rows alone. */
@Repository
class DueWork {
    private static final String DUE = """
            SELECT * FROM (
              SELECT w.instance_id,
                     w.erased_at IS NULL AND t.seq > w.head_seq AS head,
                     w.erased_at IS NULL AND :copies AND t.seq > w.copied_seq AS copy,
                     w.erased_at IS NULL AND t.seq > 0 AND COALESCE(w.collected_at, w.created_at) <= :tidyBefore AS tidy,
                     w.erased_at IS NOT NULL OR (w.destroyed_at IS NOT NULL AND w.delete_at <= :now) AS deletion
                FROM backup_workspaces w
                CROSS JOIN LATERAL (SELECT COALESCE(max(seq), 0) AS seq FROM backups b WHERE b.instance_id = w.instance_id) t
               WHERE w.cleared_at IS NULL) due
             WHERE (head OR copy OR tidy OR deletion)
            """;
    private final JdbcClient jdbc;
    private final Depot depot;
    private final CareConfig config;

    DueWork(JdbcClient jdbc, Depot depot, CareConfig config) {
        this.jdbc = jdbc;
        this.depot = depot;
        this.config = config;
    }

    List<Due> all(Instant now) {
        return with(DUE, now).query(DueWork::row).list();
    }

    Optional<Due> of(InstanceId instance, Instant now) {
        return with(DUE + " AND instance_id = :instance", now)
                .param("instance", instance.value())
                .query(DueWork::row)
                .optional();
    }

    private JdbcClient.StatementSpec with(String sql, Instant now) {
        return jdbc.sql(sql)
                .param("copies", depot.copy().isPresent())
                .param("tidyBefore", Times.at(now.minus(config.tidyEvery())))
                .param("now", Times.at(now));
    }

    private static Due row(ResultSet row, int number) throws SQLException {
        return new Due(
                new InstanceId(row.getObject("instance_id", UUID.class)),
                row.getBoolean("head"),
                row.getBoolean("copy"),
                row.getBoolean("tidy"),
                row.getBoolean("deletion"));
    }
}
