package cloud.dumont.kernel;

import java.util.UUID;

/** One move of a machine whose box was lost. Text form {@code fov_…}. */
public record FailoverId(UUID value) implements Id {
    public static final String PREFIX = "fov";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static FailoverId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(FailoverId::new)
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
