package cloud.dumont.kernel;

import java.util.UUID;

/** A user's machine, whatever hardware serves it. Text form {@code ins_…}. */
public record InstanceId(UUID value) implements Id {
    public static final String PREFIX = "ins";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static InstanceId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(InstanceId::new)
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
