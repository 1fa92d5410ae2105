package cloud.dumont.instances.backup.store.reading;

import java.util.List;

/** @param more there are more than these */
public record SearchHits(List<FileEntry> entries, boolean more) {}
