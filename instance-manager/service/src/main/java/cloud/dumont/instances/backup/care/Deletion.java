package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.backup.BackupConfig;
import cloud.dumont.instances.backup.Times;
import cloud.dumont.instances.backup.browse.Destroyed;
import cloud.dumont.instances.backup.browse.SavedFiles;
import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.instances.backup.store.bucket.BackupStore;
import cloud.dumont.instances.backup.store.collect.Collector;
import cloud.dumont.instances.backup.store.key.KeyRing;
import cloud.dumont.instances.backup.store.key.KeySlots;
import cloud.dumont.instances.backup.store.vault.Vault;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.observability.LogKeys;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes the workspaces of destroyed machines when their time has come: first the key, in the database and in the stores, then
 * every object, then the rows. Nothing is called deleted before the last URL that could write there has run out.
 */
@Component
class Deletion {
    private static final Logger log = LoggerFactory.getLogger(Deletion.class);
    private static final int MOST = 10_000;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofMinutes(1);
    private final Destroyed destroyed;
    private final SavedFiles files;
    private final Depot depot;
    private final KeyRing platformKeys;
    private final BackupConfig config;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    Deletion(
            Destroyed destroyed,
            SavedFiles files,
            Depot depot,
            KeyRing platformKeys,
            BackupConfig config,
            JdbcClient jdbc,
            TransactionTemplate transactions) {
        this.destroyed = destroyed;
        this.files = files;
        this.depot = depot;
        this.platformKeys = platformKeys;
        this.config = config;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** @return when to come again; empty: all is gone */
    Optional<Duration> go(Workspace workspace, Instant now) {
        InstanceId instance = workspace.instance();
        if (workspace.erasedAt() == null) {
            if (!destroyed.eraseIfDue(instance, now)) {
                return Optional.of(LATER);
            }
            log.atInfo().addKeyValue(LogKeys.MACHINE, instance).log("the key of a destroyed machine's files is erased");
        }
        files.forget(workspace);
        List<BackupStore> stores =
                Stream.concat(Stream.of(depot.store()), depot.copy().stream()).toList();
        if (!keysGone(stores, workspace)) {
            return Optional.of(LATER);
        }
        if (!new Collector(stores).clear(workspace.root(), MOST)) {
            return Optional.of(SOON);
        }
        Instant quiet = lastUpload(instance).plus(config.putLife());
        if (now.isBefore(quiet)) {
            return Optional.of(Duration.between(now, quiet).plus(SOON));
        }
        cleared(instance, now);
        return Optional.empty();
    }

    private boolean keysGone(List<BackupStore> stores, Workspace workspace) {
        KeySlots slots = new KeySlots(platformKeys, new SecureRandom());
        boolean gone = true;
        for (BackupStore store : stores) {
            gone &= new Vault(store, slots).eraseKeys(workspace.root()).later().isEmpty();
        }
        return gone;
    }

    /** Until when somebody could begin to write. */
    private Instant lastUpload(InstanceId instance) {
        return jdbc.sql("SELECT max(put_until) AS until FROM backup_objects WHERE instance_id = :instance")
                .param("instance", instance.value())
                .query((row, number) -> Optional.ofNullable(Times.instantOrNull(row, "until")))
                .single()
                .orElse(Instant.EPOCH);
    }

    private void cleared(InstanceId instance, Instant now) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("DELETE FROM backup_objects WHERE instance_id = :instance")
                    .param("instance", instance.value())
                    .update();
            jdbc.sql("""
                            UPDATE backup_workspaces SET cleared_at = :now, stored_bytes = 0, damaged_files = '[]'
                             WHERE instance_id = :instance
                            """)
                    .param("now", Times.at(now))
                    .param("instance", instance.value())
                    .update();
        });
        log.atInfo().addKeyValue(LogKeys.MACHINE, instance).log("the files of a destroyed machine are deleted");
    }
}
