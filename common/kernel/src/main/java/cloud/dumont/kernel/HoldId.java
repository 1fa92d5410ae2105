package cloud.dumont.kernel;

import java.util.UUID;

/** Money set aside. Text form {@code hld_…}. */
public record HoldId(UUID value) implements Id {
    public static final String PREFIX = "hld";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static HoldId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(HoldId::new)
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
