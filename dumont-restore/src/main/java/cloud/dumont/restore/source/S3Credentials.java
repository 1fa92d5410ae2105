package cloud.dumont.restore.source;

import org.jspecify.annotations.Nullable;

/** A key pair for a bucket; the session token belongs to temporary ones. Printing it shows the key's id only. */
public record S3Credentials(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken) {
    @Override
    public String toString() {
        return "S3Credentials[" + accessKeyId + "]";
    }
}
