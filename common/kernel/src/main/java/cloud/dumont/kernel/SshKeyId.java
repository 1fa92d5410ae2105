package cloud.dumont.kernel;

import java.util.UUID;

/** A user's registered SSH public key. Text form {@code key_…}. */
public record SshKeyId(UUID value) implements Id {
    public static final String PREFIX = "key";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static SshKeyId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(SshKeyId::new)
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
