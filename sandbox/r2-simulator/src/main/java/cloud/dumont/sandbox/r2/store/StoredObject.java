package cloud.dumont.sandbox.r2.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An object as the store knows it.
 *
 * @param etag hex of the MD5, or {@code md5(md5s)-N} of a multipart object; no quotes
 * @param headers by lower-case name: content headers and {@code x-amz-meta-*}
 * @param checksums algorithm, such as {@code crc32c}, to Base64, with {@code -N} when composed of parts
 */
public record StoredObject(
        String key,
        long size,
        String etag,
        Instant lastModified,
        Map<String, String> headers,
        Map<String, String> checksums,
        List<Segment> segments) {
    public StoredObject {
        headers = Map.copyOf(headers);
        checksums = Map.copyOf(checksums);
        segments = List.copyOf(segments);
    }

    StoredObject withSegments(List<Segment> others, long length) {
        return new StoredObject(key, length, etag, lastModified, headers, checksums, others);
    }
}
