package cloud.dumont.instances.placement;

import java.util.Locale;

/** Where a rented thing stands. */
public enum PlacementState {
    /** an offer is being bought for it */
    INTENDED,
    /** rented; not usable yet */
    BOOTING,
    /** the user works on it and pays for it */
    SERVING,
    /** given up: what was rented for it is being given back */
    DESTROYING,
    /** the vendor has nothing of it any more */
    GONE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isOver() {
        return this == DESTROYING || this == GONE;
    }
}
