package cloud.dumont.kernel;

import java.util.UUID;

/** A paid stretch of use. Text form {@code usg_…}. */
public record IntervalId(UUID value) implements Id {
    public static final String PREFIX = "usg";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static IntervalId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(IntervalId::new)
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
