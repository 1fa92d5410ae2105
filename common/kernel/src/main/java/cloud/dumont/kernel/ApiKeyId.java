package cloud.dumont.kernel;

import java.util.UUID;

/** A key for programs. Text form {@code ak_…}. */
public record ApiKeyId(UUID value) implements Id {
    public static final String PREFIX = "ak";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static ApiKeyId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(ApiKeyId::new)
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
