package cloud.dumont.kernel;

import java.util.UUID;

/** One rented thing that serves, or was to serve, a machine. Text form {@code plc_…}. */
public record PlacementId(UUID value) implements Id {
    public static final String PREFIX = "plc";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static PlacementId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(PlacementId::new)
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
