package cloud.dumont.kernel;

import java.util.UUID;

/** One rehearsal of a failover. Text form {@code drl_…}. */
public record DrillId(UUID value) implements Id {
    public static final String PREFIX = "drl";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static DrillId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(DrillId::new)
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
