package cloud.dumont.sandbox.control;

import cloud.dumont.sandbox.wire.WireRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** The parameter {@code since} of the request logs. */
final class Since {
    private Since() {}

    static Instant of(WireRequest request) {
        String since = request.query().get("since");
        if (since == null || since.isBlank()) {
            return Instant.EPOCH;
        }
        try {
            return Instant.parse(since);
        } catch (DateTimeParseException notRfc3339) {
            throw Refusal.malformed("since must be an instant such as 2026-01-01T00:00:00Z");
        }
    }
}
