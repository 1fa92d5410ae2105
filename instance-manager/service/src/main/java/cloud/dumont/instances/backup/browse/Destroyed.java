package cloud.dumont.instances.backup.browse;

import cloud.dumont.instances.backup.BackupRefusal;
import cloud.dumont.instances.backup.Times;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.workspace.SealedKeys;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Worklist;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What becomes of the files of destroyed machines. */
@Component
public class Destroyed {
    private static final Duration LONGEST = Duration.ofDays(366);
    private final Machines machines;
    private final Workspaces workspaces;
    private final SealedKeys keys;
    private final SavedFiles files;
    private final Worklist worklist;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    Destroyed(
            Machines machines,
            Workspaces workspaces,
            SealedKeys keys,
            SavedFiles files,
            Worklist worklist,
            JdbcClient jdbc,
            InstantSource clock) {
        this.machines = machines;
        this.workspaces = workspaces;
        this.keys = keys;
        this.files = files;
        this.worklist = worklist;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @throws RefusedException {@code not_found}, {@code invalid_state}, {@code backups_erased}, {@code validation_failed} */
    @Transactional
    public void keep(InstanceId instance, UserId user, Instant until) {
        Machine machine = destroyed(instance, user);
        Workspace workspace = own(instance);
        if (workspace.erasedAt() != null) {
            throw new RefusedException(new BackupRefusal.Erased());
        }
        Instant now = clock.instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw new RefusedException(
                    new CommonRefusal.ValidationFailed("#/until", "out_of_range", "until lies in the next year."));
        }
        int kept = jdbc.sql("""
                        UPDATE backup_workspaces SET delete_at = :until, version = version + 1
                         WHERE instance_id = :instance AND erased_at IS NULL
                        """)
                .param("until", Times.at(until))
                .param("instance", machine.id().value())
                .update();
        if (kept == 0) {
            throw new RefusedException(new BackupRefusal.Erased());
        }
    }

    /**
     * Destroys the key at once; the bytes, which nobody can read any more, follow. Repeating changes nothing.
     *
     * @param confirm the machine's name
     * @throws RefusedException {@code not_found}, {@code invalid_state}, {@code confirmation_wrong}
     */
    @Transactional
    public void erase(InstanceId instance, UserId user, String confirm) {
        Machine machine = destroyed(instance, user);
        own(instance);
        if (!machine.name().equals(confirm)) {
            throw new RefusedException(new BackupRefusal.ConfirmationWrong());
        }
        lockVersions(instance);
        if (isRead(instance)) {
            throw new RefusedException(new BackupRefusal.InvalidState(
                    machine.status(), "Another machine is to begin with these files, or is being restored from them."));
        }
        eraseKey(instance, clock.instant());
    }

    private Machine destroyed(InstanceId instance, UserId user) {
        Machine machine = machines.own(instance, user);
        if (!machine.destroyed()) {
            throw new RefusedException(
                    new BackupRefusal.InvalidState(machine.status(), "The machine is not destroyed."));
        }
        return machine;
    }

    private Workspace own(InstanceId instance) {
        return workspaces.find(instance).orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }

    /**
     * Destroys the key if its time has come and nobody reads, as of now: the time may have been put off since somebody looked.
     *
     * @return whether it is destroyed
     */
    @Transactional
    public boolean eraseIfDue(InstanceId instance, Instant now) {
        lockVersions(instance);
        boolean due = jdbc.sql("""
                        SELECT instance_id FROM backup_workspaces
                         WHERE instance_id = :instance AND destroyed_at IS NOT NULL AND delete_at <= :now FOR UPDATE
                        """)
                .param("instance", instance.value())
                .param("now", Times.at(now))
                .query(java.util.UUID.class)
                .optional()
                .isPresent();
        if (!due || isRead(instance)) {
            return false;
        }
        eraseKey(instance, now);
        return true;
    }

    /** Waits for those who pin a version; only the next statement sees what they wrote. */
    private void lockVersions(InstanceId instance) {
        jdbc.sql("SELECT id FROM backups WHERE instance_id = :instance ORDER BY id FOR UPDATE")
                .param("instance", instance.value())
                .query(java.util.UUID.class)
                .list();
    }

    /** Whether some machine restores from these files now, or is to begin with them. */
    private boolean isRead(InstanceId instance) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM restores
                                        WHERE source_id = :instance AND state IN ('waiting', 'running'))
                            OR EXISTS (SELECT 1 FROM backup_workspaces w JOIN backups b ON b.id = w.restore_from
                                        WHERE b.instance_id = :instance AND w.destroyed_at IS NULL)
                        """)
                .param("instance", instance.value())
                .query(Boolean.class)
                .single();
    }

    /** The database's half of a crypto-erase, in the running transaction. */
    private void eraseKey(InstanceId instance, Instant now) {
        int first = jdbc.sql("""
                        UPDATE backup_workspaces SET erased_at = :now, delete_at = COALESCE(LEAST(delete_at, :now), :now)
                         WHERE instance_id = :instance AND erased_at IS NULL
                        """)
                .param("now", Times.at(now))
                .param("instance", instance.value())
                .update();
        if (first == 1) {
            keys.destroy(instance);
            jdbc.sql("""
                            UPDATE backups SET state = 'expired', expired_at = :now, version = version + 1
                             WHERE instance_id = :instance AND state <> 'expired'
                            """)
                    .param("now", Times.at(now))
                    .param("instance", instance.value())
                    .update();
            jdbc.sql("""
                            DELETE FROM backup_downloads d USING backups b
                             WHERE b.id = d.backup_id AND b.instance_id = :instance
                            """).param("instance", instance.value()).update();
        }
        files.forget(own(instance));
        worklist.wakeAfterCommit(Queue.KEEP, instance.text());
    }
}
