package cloud.dumont.kernel;

import java.util.UUID;

/** A login: one family of refresh tokens. Text form {@code ses_…}. */
public record SessionId(UUID value) implements Id {
    public static final String PREFIX = "ses";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static SessionId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(SessionId::new)
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
