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
        /** another GPU, directly */
        GPU,
        /** the GPU that the machine leaves its standby for */
        RETURN
    }

    /** As what it is remembered when it does not do. */
    String mark() {
        return kind == Kind.GPU ? Journey.GPU : where;
    }
}
