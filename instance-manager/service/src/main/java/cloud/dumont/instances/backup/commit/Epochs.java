package cloud.dumont.instances.backup.commit;

import static cloud.dumont.instances.backup.Times.at;
import static cloud.dumont.instances.backup.Times.instant;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Where epochs began. What an epoch builds on is settled by its row, once; the store only repeats it. */
@Repository
public class Epochs {
    private final JdbcClient jdbc;

    public Epochs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param sealed the commit that the epoch builds on; null: nothing was saved before */
    public record Opened(long epoch, @Nullable CommitRef sealed, Instant at, boolean written) {}

    /**
     * Opens the epoch, if nobody did. Inside a transaction that holds the machine's row, so that no older epoch can add a commit
     * any more.
     */
    Opened open(InstanceId instance, Epoch epoch, PlacementId placement, Instant now) {
        jdbc.sql("""
                        INSERT INTO backup_epochs (instance_id, epoch, placement_id, sealed_epoch, sealed_seq, sealed_sha256, opened_at)
                        SELECT :instance, :epoch, :placement, t.epoch, t.seq, t.manifest_sha256, :now
                          FROM (VALUES (1)) AS one
                          LEFT JOIN LATERAL (SELECT epoch, seq, manifest_sha256 FROM backups
                                              WHERE instance_id = :instance AND epoch < :epoch
                                              ORDER BY seq DESC LIMIT 1) t ON true
                        ON CONFLICT (instance_id, epoch) DO NOTHING
                        """)
                .param("instance", instance.value())
                .param("epoch", epoch.value())
                .param("placement", placement.value())
                .param("now", at(now))
                .update();
        return jdbc.sql("""
                        SELECT epoch, sealed_epoch, sealed_seq, sealed_sha256, opened_at, written_at IS NOT NULL AS written
                          FROM backup_epochs WHERE instance_id = :instance AND epoch = :epoch
                        """)
                .param("instance", instance.value())
                .param("epoch", epoch.value())
                .query((row, number) -> {
                    byte[] sha = row.getBytes("sealed_sha256");
                    CommitRef sealed = sha == null
                            ? null
                            : new CommitRef(
                                    row.getLong("sealed_epoch"),
                                    row.getLong("sealed_seq"),
                                    HexFormat.of().formatHex(sha));
                    return new Opened(
                            row.getLong("epoch"), sealed, instant(row, "opened_at"), row.getBoolean("written"));
                })
                .single();
    }

    void written(InstanceId instance, Epoch epoch, Instant now) {
        jdbc.sql("UPDATE backup_epochs SET written_at = :now WHERE instance_id = :instance AND epoch = :epoch")
                .param("now", at(now))
                .param("instance", instance.value())
                .param("epoch", epoch.value())
                .update();
    }

    public boolean hasBegun(InstanceId instance, Epoch epoch) {
        return jdbc.sql("SELECT count(*) FROM backup_epochs WHERE instance_id = :instance AND epoch = :epoch")
                        .param("instance", instance.value())
                        .param("epoch", epoch.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Whether the box of this epoch saves anything at all. */
    public boolean isOpen(InstanceId instance, Epoch epoch) {
        return jdbc.sql("""
                        SELECT count(*) FROM backup_epochs
                         WHERE instance_id = :instance AND epoch = :epoch AND written_at IS NOT NULL
                        """)
                        .param("instance", instance.value())
                        .param("epoch", epoch.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }
}
