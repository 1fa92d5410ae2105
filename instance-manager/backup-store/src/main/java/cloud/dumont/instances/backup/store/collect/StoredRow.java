package cloud.dumont.instances.backup.store.collect;

import java.time.Instant;

/**
 * A container that may be in the store, from its intent row.
 *
 * @param name below the workspace's root
 * @param size as it was signed for
 * @param signedAt when leave to create it was last given
 * @param named a registered commit named it, or is it; also when that commit has been collected since
 */
public record StoredRow(String name, long size, Instant signedAt, boolean named) {}
