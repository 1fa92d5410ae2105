package cloud.dumont.monitoring.event;

import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.InstanceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Event of the API: the same object in lists and in streams. */
public record StoredEvent(
        EventId id,
        String type,
        Instant at,
        JsonNode actor,
        @Nullable InstanceId instance,
        String severity,
        String message,
        JsonNode data,
        long keyVersion,
        @Nullable String cause) {}
