package cloud.dumont.monitoring.guard;

/** Whether a machine that looks lost may be declared lost now. */
public sealed interface Permission {
    record Granted() implements Permission {}

    /** @param why a word for events and series @param detail one line for people */
    record Held(Why why, String detail) implements Permission {}

    /** What holds it. */
    enum Why {
        FROZEN,
        NOBODY_IS_HEARD,
        NOBODY_VOUCHES,
        OUR_FAULT,
        VENDOR_OUTAGE,
        ZONE_DOUBTED,
        TOO_FAST;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
