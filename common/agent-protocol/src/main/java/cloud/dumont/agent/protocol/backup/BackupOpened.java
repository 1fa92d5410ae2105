package cloud.dumont.agent.protocol.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent needs to read and write its workspace (format: {@code docs/backup-format.md}). Opening for an epoch seals the
 * epochs before it.
 *
 * @param root prefix of all names, with a slash at its end
 * @param key the workspace key, base64; kept in memory only
 * @param chain the newest commit that carries a tree (or the first commit), and all after it up to the newest; empty: nothing
 *     was saved yet
 * @param orders as of now
 */
public record BackupOpened(String workspace, String root, String key, List<CommitRef> chain, BackupOrders orders) {
    public @Nullable CommitRef tip() {
        return chain.isEmpty() ? null : chain.getLast();
    }
}
