package cloud.dumont.instances.backup.store.reading;

import java.util.List;

/**
 * What became of an older version. A folder counts as changed only when it itself did.
 *
 * @param removed as the older version has them
 * @param more at least one list was cut
 */
public record Comparison(List<FileEntry> added, List<FileEntry> changed, List<FileEntry> removed, boolean more) {}
