package cloud.dumont.instances.backup.store.copy;

import java.util.List;

/**
 * How far a run came.
 *
 * @param seq all commits up to this one are in the second store, with all they name
 * @param objects copied now
 * @param bytes of those
 * @param missing names that are not in the first store any more: collected meanwhile, or lost
 */
public record Copied(long seq, int objects, long bytes, List<String> missing) {}
