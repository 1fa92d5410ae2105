package cloud.dumont.instances.backup;

import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a waiting box brought into place so far. Each round is one version, whole.
 *
 * @param rounds that have begun
 * @param backup and {@code seq}: the round's that is under way, or ended last
 * @param fetched bytes that the round had to bring from the store
 * @param askedAt when the box first asked
 * @param hotAt when what was worked on last was in place for the first time
 * @param proof what the box read back from its disk, after the round that ended last
 */
public record FilesInPlace(
        PlacementId placement,
        InstanceId instance,
        Epoch epoch,
        boolean wantsProof,
        int rounds,
        State state,
        @Nullable BackupId backup,
        long seq,
        String phase,
        long filesDone,
        long filesTotal,
        long bytesDone,
        long bytesTotal,
        long fetched,
        long damagedFiles,
        @Nullable String problem,
        @Nullable Instant askedAt,
        @Nullable Instant roundBeganAt,
        @Nullable Instant roundEndedAt,
        @Nullable Instant hotAt,
        @Nullable Proof proof) {
    /** Of the round. */
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param differing at most 100 paths that are not as the version has them */
    public record Proof(long entries, long bytes, String digest, List<String> differing) {}

    /** How long the round took that ended last; zero when none did. */
    public Duration lastRound() {
        return roundBeganAt == null || roundEndedAt == null || state != State.DONE
                ? Duration.ZERO
                : Duration.between(roundBeganAt, roundEndedAt);
    }
}
