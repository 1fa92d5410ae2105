package cloud.dumont.instances.instance;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;

/**
 * Where a machine goes on.
 *
 * @param placement the place that was made for it; its row is there before anything is asked of a vendor
 * @param epoch under which it will serve
 * @param where what is tried: a zone of the standby's cloud, or the host of a GPU offer
 */
public record Target(Kind kind, PlacementId placement, Epoch epoch, String where) {
    /** What stands in. */
    public enum Kind {
        STANDBY,
        GPU
    }
}
