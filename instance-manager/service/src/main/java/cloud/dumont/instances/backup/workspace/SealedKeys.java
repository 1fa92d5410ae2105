package cloud.dumont.instances.backup.workspace;

import cloud.dumont.instances.backup.BackupRefusal;
import cloud.dumont.instances.backup.store.key.SealedKey;
import cloud.dumont.instances.backup.store.key.WorkspaceKey;
import cloud.dumont.instances.backup.store.key.WorkspaceKeySeal;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.problem.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The workspaces' keys, sealed in their rows. */
@Repository
public class SealedKeys {
    private final JdbcClient jdbc;
    private final WorkspaceKeySeal seal;

    public SealedKeys(JdbcClient jdbc, WorkspaceKeySeal seal) {
        this.jdbc = jdbc;
        this.seal = seal;
    }

    /** Gives the workspace its key if it never had one; inside a transaction. */
    public void makeIfMissing(InstanceId instance) {
        SealedKey sealed = seal.seal(seal.fresh(), instance.text());
        jdbc.sql("""
                        UPDATE backup_workspaces
                           SET kek_id = :kek, wrapped_dek = :dek, ciphertext = :key, key_version = :version
                         WHERE instance_id = :instance AND ciphertext IS NULL AND erased_at IS NULL
                        """)
                .param("kek", sealed.kekId())
                .param("dek", sealed.wrappedDek())
                .param("key", sealed.ciphertext())
                .param("version", sealed.version())
                .param("instance", instance.value())
                .update();
    }

    /** @throws RefusedException {@code backups_erased} when there is none, or none any more */
    public WorkspaceKey open(InstanceId instance) {
        return jdbc.sql("""
                        SELECT kek_id, wrapped_dek, ciphertext, key_version FROM backup_workspaces
                         WHERE instance_id = :instance AND ciphertext IS NOT NULL
                        """)
                .param("instance", instance.value())
                .query((row, number) ->
                        new SealedKey(row.getString(1), row.getBytes(2), row.getBytes(3), row.getInt(4)))
                .optional()
                .map(row -> seal.open(row, instance.text()))
                .orElseThrow(() -> new RefusedException(new BackupRefusal.Erased()));
    }

    /** What was sealed cannot be opened by anybody any more. */
    public void destroy(InstanceId instance) {
        jdbc.sql("""
                        UPDATE backup_workspaces
                           SET kek_id = NULL, wrapped_dek = NULL, ciphertext = NULL, version = version + 1
                         WHERE instance_id = :instance
                        """).param("instance", instance.value()).update();
    }
}
