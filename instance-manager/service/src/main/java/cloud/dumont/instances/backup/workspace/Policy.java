package cloud.dumont.instances.backup.workspace;

import cloud.dumont.instances.backup.store.retention.RetentionPolicy;
import java.util.List;

/**
 * What a user wants of a machine's backup.
 *
 * @param include absolute directories
 * @param exclude patterns as in {@code .gitignore}, from the root of the file system
 */
public record Policy(
        boolean enabled, int intervalS, List<String> include, List<String> exclude, RetentionPolicy retention) {
    public Policy {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }
}
