package cloud.dumont.restore.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One version of the machine's files. The box's clock is not trusted: the order is (epoch, seq).
 *
 * @param ref with its hash, unless contents inside it are damaged and nobody says its hash
 * @param parent empty for the first commit
 * @param everythingSaved nothing that the agent knew of was left unsaved
 * @param hasTree it can be read without any older commit
 * @param files regular files, each name of a hard-linked one counted
 * @param bytes their sizes
 * @param newPacks packs that it is the first to name
 */
public record Commit(
        CommitRef ref,
        Optional<CommitRef> parent,
        Instant wallClock,
        Duration sinceAgentBegan,
        boolean everythingSaved,
        boolean hasTree,
        long files,
        long bytes,
        int newPacks,
        int removals,
        int upserts,
        long storedBytes) {
    Commit withRef(CommitRef known) {
        return new Commit(
                known,
                parent,
                wallClock,
                sinceAgentBegan,
                everythingSaved,
                hasTree,
                files,
                bytes,
                newPacks,
                removals,
                upserts,
                storedBytes);
    }
}
