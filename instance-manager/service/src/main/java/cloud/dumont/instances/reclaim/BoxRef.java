package cloud.dumont.instances.reclaim;

import java.util.List;

/** A box at a vendor, whether or not we know what it is for. */
public record BoxRef(String vendor, String account, String ref) {
    private static final String SEPARATOR = "|";

    String key() {
        return String.join(SEPARATOR, vendor, account, ref);
    }

    static BoxRef ofKey(String key) {
        List<String> parts = List.of(key.split("\\|", 3));
        return new BoxRef(parts.get(0), parts.get(1), parts.get(2));
    }
}
