package cloud.dumont.instances.backup.browse;

import static cloud.dumont.instances.backup.Times.instantOrNull;

import cloud.dumont.instances.backup.BackupRefusal;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A user's versions, to be looked up and changed. Somebody else's are as unknown as those that never were. */
@Component
public class OwnBackups {
    private final Backups backups;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    OwnBackups(Backups backups, JdbcClient jdbc, InstantSource clock) {
        this.backups = backups;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @throws RefusedException {@code not_found} */
    public Backup get(BackupId id, UserId user) {
        return backups.find(id)
                .filter(backup -> backup.user().equals(user))
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }

    /** @param newestSeq of its machine @param deleteAt when all versions of a destroyed machine go */
    public record Frame(long newestSeq, @Nullable Instant deleteAt) {}

    public Map<InstanceId, Frame> frames(Collection<InstanceId> instances) {
        if (instances.isEmpty()) {
            return Map.of();
        }
        record Row(InstanceId instance, Frame frame) {}
        return jdbc
                .sql("""
                        SELECT w.instance_id, w.delete_at,
                               COALESCE((SELECT max(seq) FROM backups b WHERE b.instance_id = w.instance_id), 0) AS newest
                          FROM backup_workspaces w WHERE w.instance_id IN (:ids)
                        """)
                .param("ids", instances.stream().map(InstanceId::value).toList())
                .query((row, number) -> new Row(
                        new InstanceId(row.getObject("instance_id", UUID.class)),
                        new Frame(row.getLong("newest"), instantOrNull(row, "delete_at"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Row::instance, Row::frame));
    }

    /** What of a version its user may change. */
    public record Notes(
            @Nullable String description, @Nullable Instant keepUntil) {}

    /** @param known whether the version is as the user knows it @throws RefusedException {@code precondition_failed}, {@code backup_expired} */
    @Transactional
    public Backup annotate(BackupId id, UserId user, Predicate<Backup> known, Function<Backup, Notes> change) {
        Backup before = get(id, user);
        if (before.state() == Backup.State.EXPIRED) {
            throw new RefusedException(new BrowseRefusal.Expired());
        }
        Notes notes = change.apply(before);
        if (!known.test(before) || !backups.describe(before, notes.description(), notes.keepUntil())) {
            throw new RefusedException(new BrowseRefusal.Changed());
        }
        return get(id, user);
    }

    /**
     * It is gone for the user at once; its room is freed later. Repeating changes nothing.
     *
     * @throws RefusedException {@code is_latest}; {@code invalid_state} while a machine is to begin with it
     */
    @Transactional
    public void delete(BackupId id, UserId user) {
        Backup backup = get(id, user);
        if (backup.state() == Backup.State.EXPIRED) {
            return;
        }
        boolean expired = backups.expire(backup.instance(), id, clock.instant());
        if (!expired && get(id, user).state() != Backup.State.EXPIRED) {
            boolean latest = backups.tip(backup.instance())
                    .filter(tip -> tip.id().equals(id))
                    .isPresent();
            throw new RefusedException(
                    latest
                            ? new BackupRefusal.IsLatest()
                            : new BackupRefusal.InvalidState(
                                    backup.state().word(), "A machine is to begin with these files."));
        }
    }
}
