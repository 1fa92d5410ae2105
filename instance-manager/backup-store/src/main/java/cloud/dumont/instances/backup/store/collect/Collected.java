package cloud.dumont.instances.backup.store.collect;

/**
 * What a run did.
 *
 * @param objects that are gone from every store
 * @param bytes of those
 * @param later that are locked or did not answer
 * @param more that the velocity left for the next run, or that a look at the rows took out
 */
public record Collected(int objects, long bytes, int later, int more) {}
