package cloud.dumont.sandbox.r2.store;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An unfinished multipart upload.
 *
 * @param checksum algorithm that every part must carry, null for none
 */
public record Upload(
        String id,
        String bucket,
        String key,
        Instant initiated,
        Map<String, String> headers,
        @Nullable String checksum) {
    public Upload {
        headers = Map.copyOf(headers);
    }
}
