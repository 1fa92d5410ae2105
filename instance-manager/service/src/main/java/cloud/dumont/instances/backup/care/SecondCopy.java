package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.backup.Times;
import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.instances.backup.store.copy.BucketCopy;
import cloud.dumont.instances.backup.store.copy.Copied;
import cloud.dumont.instances.backup.store.copy.CopyItem;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.observability.LogKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** Brings what counts into the second store, commit by commit. */
@Component
class SecondCopy implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(SecondCopy.class);
    /** So many commits in one run; the numbers have no holes. */
    private static final int COMMITS = 500;

    private final Depot depot;
    private final JdbcClient jdbc;
    private final CareConfig config;
    private final InstantSource clock;
    private final Path folder;

    SecondCopy(Depot depot, JdbcClient jdbc, CareConfig config, InstantSource clock) {
        this.depot = depot;
        this.jdbc = jdbc;
        this.config = config;
        this.clock = clock;
        try {
            this.folder = Files.createTempDirectory("backup-copy");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void destroy() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }

    /** @return zero when there is more */
    Optional<Duration> run(Workspace workspace, Instant now) {
        if (depot.copy().isEmpty()) {
            return Optional.empty();
        }
        InstanceId instance = workspace.instance();
        long tip = tip(instance);
        long until = Math.min(workspace.copiedSeq() + COMMITS, tip);
        Copied copied = new BucketCopy(depot.store(), depot.copy().get(), folder, config.copyThreads())
                .run(
                        workspace.root(),
                        waiting(instance, workspace.copiedSeq(), until),
                        workspace.copiedSeq(),
                        seq -> reached(instance, seq, clock.instant()));
        copied.missing()
                .forEach(name -> log.atWarn()
                        .addKeyValue(LogKeys.MACHINE, instance)
                        .addKeyValue("object", name)
                        .log("an object that should be copied is not in the store"));
        // Those at the end may have been collected before they were copied.
        reached(instance, until, now);
        notCopied(instance, copied.missing());
        return until < tip ? Optional.of(Duration.ZERO) : Optional.empty();
    }

    private void notCopied(InstanceId instance, Collection<String> names) {
        if (!names.isEmpty()) {
            jdbc.sql("UPDATE backup_objects SET copied_at = NULL WHERE instance_id = :instance AND name IN (:names)")
                    .param("instance", instance.value())
                    .param("names", names)
                    .update();
        }
    }

    private long tip(InstanceId instance) {
        return jdbc.sql("SELECT COALESCE(max(seq), 0) FROM backups WHERE instance_id = :instance")
                .param("instance", instance.value())
                .query(Long.class)
                .single();
    }

    private List<CopyItem> waiting(InstanceId instance, long after, long until) {
        return jdbc.sql("""
                        SELECT o.name, o.size, o.committed_seq, COALESCE(b.committed_at, o.intended_at) AS committed_at
                          FROM backup_objects o
                          LEFT JOIN backups b ON b.instance_id = o.instance_id AND b.seq = o.committed_seq
                         WHERE o.instance_id = :instance AND o.committed_seq > :after AND o.committed_seq <= :until
                           AND o.copied_at IS NULL
                        """)
                .param("instance", instance.value())
                .param("after", after)
                .param("until", until)
                .query((row, number) -> new CopyItem(
                        row.getString("name"),
                        row.getLong("size"),
                        row.getLong("committed_seq"),
                        Times.instant(row, "committed_at")))
                .list();
    }

    private void reached(InstanceId instance, long seq, Instant now) {
        jdbc.sql("""
                        WITH objects AS (
                          UPDATE backup_objects SET copied_at = :now
                           WHERE instance_id = :instance AND committed_seq <= :seq AND copied_at IS NULL)
                        UPDATE backup_workspaces SET copied_seq = :seq, copied_at = :now
                         WHERE instance_id = :instance AND copied_seq < :seq
                        """)
                .param("now", Times.at(now))
                .param("instance", instance.value())
                .param("seq", seq)
                .update();
    }
}
