package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.instances.backup.store.bucket.StoreException;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.observability.LogKeys;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes into the store where its newest commit is, for those who read it without the database. */
@Component
class HeadWriter {
    private static final Logger log = LoggerFactory.getLogger(HeadWriter.class);
    private final Backups backups;
    private final Depot depot;
    private final JdbcClient jdbc;

    HeadWriter(Backups backups, Depot depot, JdbcClient jdbc) {
        this.backups = backups;
        this.depot = depot;
        this.jdbc = jdbc;
    }

    /** Where readers look first; a bucket that is locked keeps an older one, and then they look further. */
    private void writeHint(Workspace workspace, Backup tip) {
        try {
            depot.vault().writeHead(workspace.root(), tip.ref());
        } catch (StoreException.Locked e) {
            log.atDebug().addKeyValue(LogKeys.MACHINE, workspace.instance()).log("the bucket keeps an older head");
        }
    }

    Optional<Duration> write(Workspace workspace) {
        Optional<Backup> tip = backups.tip(workspace.instance());
        if (tip.isPresent()) {
            writeHint(workspace, tip.get());
            jdbc.sql("UPDATE backup_workspaces SET head_seq = GREATEST(head_seq, :seq) WHERE instance_id = :instance")
                    .param("seq", tip.get().seq())
                    .param("instance", workspace.instance().value())
                    .update();
        }
        return Optional.empty();
    }
}
