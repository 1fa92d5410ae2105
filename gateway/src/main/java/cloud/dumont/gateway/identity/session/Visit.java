package cloud.dumont.gateway.identity.session;

import cloud.dumont.kernel.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An open login, as its owner sees it. */
public record Visit(
        SessionId id, @Nullable String ip, @Nullable String userAgent, Instant createdAt, Instant usedAt) {}
