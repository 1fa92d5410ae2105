package cloud.dumont.sandbox.r2.auth;

import java.util.Set;

/**
 * An R2 API token as S3 clients use it.
 *
 * @param buckets the only ones it reaches; empty for all
 * @param permission what it may do at most
 */
public record AccessKey(String id, String secret, Permission permission, Set<String> buckets) {
    public AccessKey {
        buckets = Set.copyOf(buckets);
    }

    /** One for everything. */
    public static AccessKey admin(String id, String secret) {
        return new AccessKey(id, secret, Permission.ADMIN_READ_WRITE, Set.of());
    }

    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
