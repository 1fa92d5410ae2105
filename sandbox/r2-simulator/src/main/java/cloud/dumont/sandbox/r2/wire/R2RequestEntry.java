package cloud.dumont.sandbox.r2.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * One line of the request log.
 *
 * @param query with the values that would let others repeat the call replaced by {@code ***}
 * @param key access key id of the caller, {@code none} when nobody has proved to be one
 * @param action such as {@code PutObject}
 * @param status what was answered, 0 when the connection was cut
 * @param code of a refusal, else empty
 */
public record R2RequestEntry(
        Instant at,
        String method,
        String path,
        String query,
        String key,
        String action,
        int status,
        String code,
        @JsonProperty("bytes_in") long bytesIn,
        @JsonProperty("bytes_out") long bytesOut,
        long ms) {}
