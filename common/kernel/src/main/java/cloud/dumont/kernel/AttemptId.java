package cloud.dumont.kernel;

import java.util.UUID;

/** One try to buy one offer for a placement. Text form {@code att_…}. */
public record AttemptId(UUID value) implements Id {
    public static final String PREFIX = "att";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static AttemptId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(AttemptId::new)
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
