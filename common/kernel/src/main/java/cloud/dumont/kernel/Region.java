package cloud.dumont.kernel;

/** Where a machine stands: a two-letter country, a vendor's region, or {@code unknown}. */
public record Region(String code) {
    public static final Region UNKNOWN = new Region("unknown");

    @Override
    public String toString() {
        return code;
    }
}
