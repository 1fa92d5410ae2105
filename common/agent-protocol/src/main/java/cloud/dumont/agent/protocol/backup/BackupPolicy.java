package cloud.dumont.agent.protocol.backup;

import java.util.List;

/**
 * What is saved, and how often.
 *
 * @param version rises with every change
 * @param intervalSeconds the longest that a small change may wait for its commit while all goes well
 * @param include absolute directories
 * @param exclude patterns as in {@code .gitignore}, relative to the root of the file system
 * @param maxStoredBytes what the workspace may hold in the store
 */
public record BackupPolicy(
        long version,
        boolean enabled,
        int intervalSeconds,
        List<String> include,
        List<String> exclude,
        long maxStoredBytes) {}
