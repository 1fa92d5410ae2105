package cloud.dumont.instances.backup.store.collect;

import java.util.List;

/**
 * What the platform knows of a workspace, read in one transaction.
 *
 * @param liveEpoch the newest epoch, whether or not a box serves it now
 * @param commits every registered commit whose object was not collected, in the order of seq; the newest is kept
 * @param rows every object that may be there, commits and packs of all epochs
 */
public record Holdings(long liveEpoch, List<RegisteredCommit> commits, List<StoredRow> rows) {
    public long bytes() {
        return rows.stream().mapToLong(StoredRow::size).sum();
    }
}
