package cloud.dumont.instances.backup.order;

import cloud.dumont.kernel.Id;
import cloud.dumont.kernel.TypeId;
import java.util.Optional;
import java.util.UUID;

/** A commit that somebody waits for; only agents see it. Text form {@code bor_…}. */
public record OrderId(UUID value) implements Id {
    public static final String PREFIX = "bor";

    public static Optional<OrderId> parse(String text) {
        return TypeId.decode(PREFIX, text).map(OrderId::new);
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
