package cloud.dumont.instances.instance;

import java.util.Locale;

/** Why a placement ended. */
public enum EndReason {
    STOPPED,
    DESTROYED,
    BALANCE,
    /** the vendor stopped the box */
    VENDOR_STOP,
    /** the vendor no longer has the box */
    LOST,
    /** nothing of it answers, and its vendor does not say why */
    SILENT,
    /** the machine goes on elsewhere because its user wants it */
    MOVED,
    /** the machine went back to a GPU */
    RETURNED,
    /** it did not come up in time */
    BOOT_TIMEOUT,
    /** it is not what was sold */
    PREFLIGHT_FAILED,
    /** the vendor asks more than it offered for */
    DEARER_THAN_QUOTED,
    /** somebody else read its one-time token */
    TOKEN_REUSED,
    /** it had shown what it was for */
    DRILLED,
    /** no offer could be bought for it */
    NOTHING_RENTED;

    /** Whether hardware that ended so is avoided for a while. A user who moves away from it wants another one. */
    public boolean isFault() {
        return switch (this) {
            case VENDOR_STOP, LOST, SILENT, MOVED, BOOT_TIMEOUT, PREFLIGHT_FAILED, DEARER_THAN_QUOTED, TOKEN_REUSED ->
                true;
            case STOPPED, DESTROYED, BALANCE, RETURNED, DRILLED, NOTHING_RENTED -> false;
        };
    }

    public static EndReason of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
