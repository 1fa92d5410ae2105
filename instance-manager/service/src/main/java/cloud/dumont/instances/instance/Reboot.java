package cloud.dumont.instances.instance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A restart that is under way. @param sentAt when the vendor was asked; null: not yet */
public record Reboot(Instant requestedAt, @Nullable Instant sentAt) {}
