package cloud.dumont.instances.backup.store.collect;

/**
 * How much one run may remove, so that a mistake is seen before it is complete.
 *
 * @param objects at most; commits, which go first, are at most half of them as long as there is anything else
 * @param percent of the workspace's bytes at most, 1 to 100
 * @param freeBytes may go whatever their share is, or a small workspace would never be collected
 * @param batch objects between two looks at the rows
 */
public record Velocity(int objects, int percent, long freeBytes, int batch) {
    public static final Velocity STANDARD = new Velocity(10_000, 25, 256L << 20, 100);

    public Velocity {
        if (objects < 1 || percent < 1 || percent > 100 || freeBytes < 0 || batch < 1) {
            throw new IllegalArgumentException("not a velocity");
        }
    }

    long bytes(long all) {
        return Math.max(freeBytes, all / 100 * percent);
    }
}
