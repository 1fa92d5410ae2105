package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.instances.backup.workspace.Workspace;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes into the store where its newest commit is, for those who read it without the database. */
@Component
class HeadWriter {
    private final Backups backups;
    private final Depot depot;
    private final JdbcClient jdbc;

    HeadWriter(Backups backups, Depot depot, JdbcClient jdbc) {
        this.backups = backups;
        this.depot = depot;
        this.jdbc = jdbc;
    }

    Optional<Duration> write(Workspace workspace) {
        Optional<Backup> tip = backups.tip(workspace.instance());
        if (tip.isPresent()) {
            depot.vault().writeHead(workspace.root(), tip.get().ref());
            jdbc.sql("UPDATE backup_workspaces SET head_seq = GREATEST(head_seq, :seq) WHERE instance_id = :instance")
                    .param("seq", tip.get().seq())
                    .param("instance", workspace.instance().value())
                    .update();
        }
        return Optional.empty();
    }
}
