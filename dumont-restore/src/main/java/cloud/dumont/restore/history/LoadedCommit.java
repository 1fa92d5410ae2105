package cloud.dumont.restore.history;

import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.record.CommitRecord;
import java.util.List;

/**
 * A commit with all it says.
 *
 * @param lost damaged contents inside it; its record is whole, but its hash cannot be compared
 */
public record LoadedCommit(Commit commit, CommitRecord record, List<Damage> lost) {}
