package cloud.dumont.agent.protocol.backup;

import cloud.dumont.kernel.Epoch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a commit that is in the store count. Accepted only for the machine's own epoch and as the next of its chain; the same
 * request again gets the same answer. Refused: {@code stale_epoch}, {@code commit_conflict} (with the tip as the platform knows it).
 *
 * @param parent null for the first
 * @param frozenAgoMillis how long ago, by the box's monotonic clock, the state it shows was read
 * @param packs numbers of this epoch's packs that it names for the first time
 * @param tree whether it carries a tree
 * @param complete nothing known was left unsaved
 * @param files and
 * @param bytes regular files of the tree and their sizes
 * @param bytesNew stored size of the commit and its new packs
 * @param order the snapshot order that it fulfils
 */
public record CommitRequest(
        Epoch epoch,
        long seq,
        String sha256,
        long size,
        @Nullable CommitRef parent,
        long frozenAgoMillis,
        List<Long> packs,
        boolean tree,
        boolean complete,
        long files,
        long bytes,
        long bytesNew,
        @Nullable String order) {}
