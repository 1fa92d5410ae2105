package cloud.dumont.kernel;

import java.util.UUID;

/** Something a vendor offers for rent. Text form {@code off_…}. */
public record OfferId(UUID value) implements Id {
    public static final String PREFIX = "off";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static OfferId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(OfferId::new)
                .orElseThrow(() -> new IllegalArgumentException("not an id of the form " + PREFIX + "_…"));
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public String toString() {
        return text();
    }
}
