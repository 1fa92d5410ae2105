package cloud.dumont.agent.protocol.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bring back what one commit holds.
 *
 * @param chain from the nearest commit with a tree to the wanted one, which is last
 * @param paths absolute paths to bring back with all below them; empty: everything
 * @param into empty: where they were (what is there and differs is replaced; what the commit does not know stays, except for the
 *     whole machine's first restore onto a new box); otherwise an absolute directory to put them below
 * @param newest also take contents that never held still instead of the last whole ones
 * @param start true: the machine came to this box; its start command waits for the end of the restore
 * @param source another machine's workspace, when a new machine begins with its files; null: the own one
 */
public record RestoreOrder(
        String id,
        List<CommitRef> chain,
        List<String> paths,
        String into,
        boolean newest,
        boolean start,
        @Nullable Source source) {
    /** @param key base64, in memory only */
    public record Source(String workspace, String root, String key) {}
}
