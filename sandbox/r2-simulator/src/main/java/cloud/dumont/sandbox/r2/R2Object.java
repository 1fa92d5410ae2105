package cloud.dumont.sandbox.r2;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/** An object as the control API lists it. */
public record R2Object(
        String bucket,
        String key,
        long size,
        String etag,
        @JsonProperty("last_modified") Instant lastModified) {}
