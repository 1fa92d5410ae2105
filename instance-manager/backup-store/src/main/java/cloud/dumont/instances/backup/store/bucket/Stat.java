package cloud.dumont.instances.backup.store.bucket;

import java.time.Instant;

/** @param etag without quotes @param lastModified by the store's clock */
public record Stat(String key, long size, Instant lastModified, String etag) {}
