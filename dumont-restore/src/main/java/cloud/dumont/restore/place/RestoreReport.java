package cloud.dumont.restore.place;

import cloud.dumont.restore.archive.LostContent;
import cloud.dumont.restore.archive.Skipped;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.tree.LostPage;
import java.util.List;

/**
 * What was restored and what was not.
 *
 * @param skipped what the file system here would not take; sockets are not counted among them
 * @param sockets left out, because they live only as long as their program
 * @param attributes owners, modes, times and extended attributes that could not be set
 */
public record RestoreReport(
        long entries,
        long bytes,
        List<LostContent> lost,
        List<Skipped> skipped,
        long sockets,
        List<Skipped> attributes,
        List<RawPath> missing,
        List<LostPage> lostPages) {
    /** Whether all bytes asked for are there under their names. */
    public boolean whole() {
        return lost.isEmpty() && skipped.isEmpty() && missing.isEmpty() && lostPages.isEmpty();
    }
}
