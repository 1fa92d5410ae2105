package cloud.dumont.kernel;

import java.util.UUID;

/** A posting in the ledger. Text form {@code txn_…}. */
public record TransactionId(UUID value) implements Id {
    public static final String PREFIX = "txn";

    /** @throws IllegalArgumentException when {@code text} is not an id of this kind */
    public static TransactionId parse(String text) {
        return TypeId.decode(PREFIX, text)
                .map(TransactionId::new)
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
