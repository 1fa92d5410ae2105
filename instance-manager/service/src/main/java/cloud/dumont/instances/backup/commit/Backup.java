package cloud.dumont.instances.backup.commit;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One registered commit.
 *
 * @param sha256 of its stored object, in hex
 * @param tree whether the whole tree can be read from it
 * @param complete nothing known was left unsaved
 */
public record Backup(
        BackupId id,
        InstanceId instance,
        UserId user,
        long epoch,
        long seq,
        Kind kind,
        State state,
        String sha256,
        long manifestSize,
        boolean tree,
        boolean complete,
        long files,
        long bytesNew,
        long bytesTotal,
        Instant frozenAt,
        Instant committedAt,
        @Nullable Instant verifiedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant keepUntil,
        @Nullable String description,
        long version) {
    public enum Kind {
        CONTINUOUS,
        MANUAL,
        FINAL,
        RESCUE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum State {
        COMMITTED,
        VERIFYING,
        VERIFIED,
        DAMAGED,
        EXPIRED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public CommitRef ref() {
        return new CommitRef(epoch, seq, sha256);
    }
}
