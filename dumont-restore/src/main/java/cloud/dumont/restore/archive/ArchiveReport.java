package cloud.dumont.restore.archive;

import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.tree.LostPage;
import java.util.List;

/**
 * What went into an archive and what did not.
 *
 * @param missing selected paths that the tree does not have
 * @param skipped sockets, and what the format cannot say
 */
public record ArchiveReport(
        long entries,
        long bytes,
        List<LostContent> lost,
        List<Skipped> skipped,
        List<RawPath> missing,
        List<LostPage> lostPages) {
    public boolean whole() {
        return lost.isEmpty() && missing.isEmpty() && lostPages.isEmpty();
    }
}
