package cloud.dumont.instances.backup.store.presign;

import java.time.Instant;
import java.util.Map;

/**
 * Leave for one operation on one object.
 *
 * @param key of the object
 * @param url carries the signature: whoever has it may do it
 * @param headers to be sent exactly so; besides, a PUT must have exactly the {@code Content-Length} it was signed for, which
 *     HTTP clients set themselves
 */
public record PresignedUrl(String key, String url, Map<String, String> headers, Instant expiresAt) {
    @Override
    public String toString() {
        return "presigned " + key + " until " + expiresAt;
    }
}
