package cloud.dumont.monitoring.health;

import cloud.dumont.kernel.PlacementId;

/**
 * In whose name, and since which taking of its shard, a placement is examined. A loss counts only while the mandate lasts: it is
 * asked for in the statement that writes it.
 *
 * @param shard of the placement
 * @param owner the examining replica
 * @param fence rises whenever the shard is taken
 */
public record Mandate(int shard, String owner, long fence) {
    public static final int SHARDS = 16;

    /** As the column {@code health.shard} is computed: of the last byte of its id. */
    public static int shardOf(PlacementId placement) {
        return (int) (placement.value().getLeastSignificantBits() & 0xff) % SHARDS;
    }
}
