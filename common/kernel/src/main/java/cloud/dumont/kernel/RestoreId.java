package cloud.dumont.kernel;

import java.util.UUID;

/** One bringing back of files to a machine. Text form {@code rst_…}. */
public record RestoreId(UUID value) implements Id {
    public static final String PREFIX = "rst";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static RestoreId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(RestoreId::new)
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
