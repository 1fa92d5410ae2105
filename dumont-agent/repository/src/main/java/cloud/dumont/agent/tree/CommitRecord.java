package cloud.dumont.agent.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a commit says.
 *
 * @param parent null for the first
 * @param wallMillis and
 * @param sinceStartMillis what the box's clocks said; nobody trusts them
 * @param complete nothing known was left unsaved
 * @param files and
 * @param bytes of all names of regular files in the tree after it
 * @param packs of this epoch that are named for the first time
 * @param pages null: the tree is the parent's, changed
 * @param upserts parents before children
 */
public record CommitRecord(
        @Nullable CommitRef parent,
        long wallMillis,
        long sinceStartMillis,
        boolean complete,
        long files,
        long bytes,
        List<Long> packs,
        @Nullable List<Piece> pages,
        List<PathBytes> removals,
        List<Entry> upserts) {
    public CommitRecord {
        packs = List.copyOf(packs);
        pages = pages == null ? null : List.copyOf(pages);
        removals = List.copyOf(removals);
        upserts = List.copyOf(upserts);
    }
}
