package cloud.dumont.instances.backup.store.copy;

import java.time.Instant;

/**
 * A container that counts, and is to be in the second store too.
 *
 * @param name below the root
 * @param seq of the commit that named it first, or its own
 * @param committedAt of that commit
 */
public record CopyItem(String name, long size, long seq, Instant committedAt) {}
