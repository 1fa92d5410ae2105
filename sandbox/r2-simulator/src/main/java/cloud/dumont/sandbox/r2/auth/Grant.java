package cloud.dumont.sandbox.r2.auth;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may do.
 *
 * @param actions the only ones allowed; null for all that the permission includes
 * @param buckets the only ones reached; empty for all
 * @param prefixes keys must begin with one of them, unless they are in {@code objects}; both empty for all keys
 */
public record Grant(
        Permission permission,
        @Nullable Set<Action> actions,
        Set<String> buckets,
        List<String> prefixes,
        Set<String> objects) {

    static Grant of(AccessKey key) {
        return new Grant(key.permission(), null, key.buckets(), List.of(), Set.of());
    }

    public boolean allows(Action action) {
        return permission.includes(action.writes(), action.onBucket()) && (actions == null || actions.contains(action));
    }

    public boolean reaches(String bucket) {
        return buckets.isEmpty() || buckets.contains(bucket);
    }

    public boolean reaches(String bucket, String key) {
        return reaches(bucket) && (unlimited() || objects.contains(key) || underPrefix(key));
    }

    /** Whether everything that begins like this may be listed. */
    public boolean lists(String bucket, String prefix) {
        return reaches(bucket) && (unlimited() || underPrefix(prefix));
    }

    private boolean unlimited() {
        return prefixes.isEmpty() && objects.isEmpty();
    }

    private boolean underPrefix(String key) {
        return prefixes.stream().anyMatch(key::startsWith);
    }
}
