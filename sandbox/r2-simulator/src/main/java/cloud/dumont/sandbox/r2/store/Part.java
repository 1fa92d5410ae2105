package cloud.dumont.sandbox.r2.store;

import java.time.Instant;
import java.util.Map;

/** A part of an unfinished upload. */
public record Part(
        int number, long size, String etag, Instant lastModified, Map<String, String> checksums, Segment segment) {
    public Part {
        checksums = Map.copyOf(checksums);
    }
}
