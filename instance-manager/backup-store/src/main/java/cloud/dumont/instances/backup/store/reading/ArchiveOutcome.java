package cloud.dumont.instances.backup.store.reading;

import java.util.List;

/**
 * What is in an archive that was sent.
 *
 * @param lost files that are not whole, as paths, at most 1,000
 * @param skipped sockets and the like
 */
public record ArchiveOutcome(long entries, long bytes, List<String> lost, long skipped, boolean whole) {}
