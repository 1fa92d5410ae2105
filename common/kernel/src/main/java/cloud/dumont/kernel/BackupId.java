package cloud.dumont.kernel;

import java.util.UUID;

/** A commit of a machine's files, as the user sees it. Text form {@code bak_…}. */
public record BackupId(UUID value) implements Id {
    public static final String PREFIX = "bak";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static BackupId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(BackupId::new)
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
