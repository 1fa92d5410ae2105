package cloud.dumont.sandbox.wire;

import java.time.Instant;

/**
 * One line of the request log.
 *
 * @param auth {@code none}, or {@code sha256:} with the first 8 hex digits of the key's hash
 * @param body with the values of secret-looking names replaced by {@code ***}
 * @param status what was answered, 0 when the connection was cut
 */
public record RequestEntry(
        Instant at,
        String api,
        String method,
        String path,
        String query,
        String auth,
        String ct,
        Object body,
        int status) {}
