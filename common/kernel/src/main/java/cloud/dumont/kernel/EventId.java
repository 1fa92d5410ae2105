package cloud.dumont.kernel;

import java.util.UUID;

/** A fact that happened. Text form {@code evt_…}. */
public record EventId(UUID value) implements Id {
    public static final String PREFIX = "evt";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static EventId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(EventId::new)
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
