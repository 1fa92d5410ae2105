package cloud.dumont.sandbox.gce.operation;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A change that was asked for and is carried out.
 *
 * @param scope {@code zones/us-central1-a}, {@code regions/us-central1} or {@code global}
 * @param type {@code insert}, {@code start}, …
 * @param target URL of what it changes
 * @param requestId the client's; null: none
 * @param earliest it is not shown as done before this, whatever happened
 * @param ended null: it goes on
 * @param error null: none; a list of errors as on the wire
 * @param httpStatus that a failed one carries; null: none, which clients take for success
 */
public record Operation(
        long id,
        String name,
        String scope,
        String type,
        String target,
        long targetId,
        String user,
        @Nullable String requestId,
        Instant begun,
        Instant earliest,
        @Nullable Instant ended,
        @Nullable JsonNode error,
        @Nullable Integer httpStatus) {
    public Operation {
        // what was saved as null is read as JSON's null, which is no error either
        error = error == null || error.isNull() ? null : error;
    }

    public Operation done(Instant now) {
        return new Operation(
                id, name, scope, type, target, targetId, user, requestId, begun, earliest, now, error, httpStatus);
    }

    public boolean isDone(Instant now) {
        return ended != null && !now.isBefore(ended) && !now.isBefore(earliest);
    }

    /** When it was done, as far as anybody could see. */
    public Optional<Instant> end() {
        return Optional.ofNullable(ended).map(end -> end.isBefore(earliest) ? earliest : end);
    }

    public Operation failed(Failure failure, Instant now) {
        return new Operation(
                id,
                name,
                scope,
                type,
                target,
                targetId,
                user,
                requestId,
                begun,
                earliest,
                now,
                failure.errors(),
                failure.httpStatus());
    }
}
