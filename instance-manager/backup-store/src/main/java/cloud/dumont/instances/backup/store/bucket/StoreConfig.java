package cloud.dumont.instances.backup.store.bucket;

import cloud.dumont.kernel.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * How the platform reaches one bucket.
 *
 * @param endpoint scheme, host and port; the bucket comes as the first part of the path
 * @param callTime for a whole call with its repetitions
 * @param attemptTime for one try
 * @param attempts tries in all, with growing, jittered pauses
 */
public record StoreConfig(
        URI endpoint,
        String region,
        String bucket,
        String accessKeyId,
        Secret secretAccessKey,
        Duration callTime,
        Duration attemptTime,
        int attempts) {
    private static final Duration CALL_TIME = Duration.ofSeconds(90);
    private static final Duration ATTEMPT_TIME = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 4;

    public StoreConfig {
        if (attempts < 1) {
            throw new IllegalArgumentException("at least one attempt is needed");
        }
    }

    public static StoreConfig of(
            URI endpoint, String region, String bucket, String accessKeyId, Secret secretAccessKey) {
        return new StoreConfig(
                endpoint, region, bucket, accessKeyId, secretAccessKey, CALL_TIME, ATTEMPT_TIME, ATTEMPTS);
    }

    public StoreConfig within(Duration call, Duration attempt, int tries) {
        return new StoreConfig(endpoint, region, bucket, accessKeyId, secretAccessKey, call, attempt, tries);
    }
}
