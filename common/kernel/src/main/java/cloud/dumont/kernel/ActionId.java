package cloud.dumont.kernel;

import java.util.UUID;

/** A command that was accepted and goes on after the answer. Text form {@code act_…}. */
public record ActionId(UUID value) implements Id {
    public static final String PREFIX = "act";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static ActionId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(ActionId::new)
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
