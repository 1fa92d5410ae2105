package cloud.dumont.monitoring.guard;

/** Machines that one cause can silence together. A machine is in several. */
public record Zone(Kind kind, String name) {
    /** By what they belong together. */
    public enum Kind {
        VENDOR,
        REGION,
        HOST,
        GATEWAY,
        AGENT_VERSION
    }

    /** Its key in tables and series, as {@code vendor:vastai}. */
    public String text() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + ":" + name;
    }
}
