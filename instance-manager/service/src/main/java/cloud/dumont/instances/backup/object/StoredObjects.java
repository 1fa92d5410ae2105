package cloud.dumont.instances.backup.object;

import static cloud.dumont.instances.backup.Times.at;

import cloud.dumont.agent.protocol.backup.PresignRequest;
import cloud.dumont.kernel.InstanceId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of all objects that may lie in the store. A row comes before its upload. */
@Repository
public class StoredObjects {
    private final JdbcClient jdbc;

    public StoredObjects(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Writes down that these may be uploaded until then. A number that was announced before with other bytes may be announced
     * again as long as no commit names it: the store itself lets nobody overwrite. While both may be uploaded the larger counts.
     *
     * @return whether all may be; false: one of them is committed with other bytes
     */
    public boolean intend(
            InstanceId instance, long epoch, List<PresignRequest.Put> puts, Instant now, Instant putUntil) {
        for (PresignRequest.Put put : puts) {
            int taken = jdbc.sql("""
                            INSERT INTO backup_objects (instance_id, name, epoch, size, crc32c, intended_at, put_until)
                            VALUES (:instance, :name, :epoch, :size, :crc, :now, :until)
                            ON CONFLICT (instance_id, name) DO UPDATE
                               SET size = CASE WHEN backup_objects.put_until > :now
                                               THEN GREATEST(backup_objects.size, excluded.size) ELSE excluded.size END,
                                   crc32c = excluded.crc32c,
                                   put_until = GREATEST(backup_objects.put_until, excluded.put_until)
                             WHERE backup_objects.committed_seq IS NULL
                                OR (backup_objects.size = excluded.size AND backup_objects.crc32c = excluded.crc32c)
                            """)
                    .param("instance", instance.value())
                    .param("name", put.name())
                    .param("epoch", epoch)
                    .param("size", put.size())
                    .param("crc", put.crc32c())
                    .param("now", at(now))
                    .param("until", at(putUntil))
                    .update();
            if (taken == 0) {
                return false;
            }
        }
        return true;
    }

    /** Those of the names that have a row. */
    public Set<String> known(InstanceId instance, Collection<String> names) {
        if (names.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(
                jdbc.sql("SELECT name FROM backup_objects WHERE instance_id = :instance AND name IN (:names)")
                        .param("instance", instance.value())
                        .param("names", names)
                        .query(String.class)
                        .list());
    }

    /** Bytes that were announced and belong to no commit yet. */
    public long announcedBytes(InstanceId instance) {
        return jdbc.sql("""
                        SELECT COALESCE(sum(size), 0) FROM backup_objects
                         WHERE instance_id = :instance AND committed_seq IS NULL
                        """)
                .param("instance", instance.value())
                .query(Long.class)
                .single();
    }

    /** @param count how many of the names are committed now @param newBytes of those that were not before */
    public record Committed(int count, long newBytes) {}

    /** Names them for the first time in a commit; inside the commit's transaction. */
    public Committed commit(InstanceId instance, long seq, Collection<String> names) {
        return jdbc.sql("""
                        WITH named AS (
                          UPDATE backup_objects SET committed_seq = :seq
                           WHERE instance_id = :instance AND name IN (:names) AND committed_seq IS NULL
                          RETURNING size)
                        SELECT count(*), COALESCE(sum(size), 0) FROM named
                        """)
                .param("seq", seq)
                .param("instance", instance.value())
                .param("names", names)
                .query((row, number) -> new Committed(row.getInt(1), row.getLong(2)))
                .single();
    }
}
