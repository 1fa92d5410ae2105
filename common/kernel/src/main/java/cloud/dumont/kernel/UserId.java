package cloud.dumont.kernel;

import java.util.UUID;

/** An account. Text form {@code usr_…}. */
public record UserId(UUID value) implements Id {
    public static final String PREFIX = "usr";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static UserId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(UserId::new)
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
