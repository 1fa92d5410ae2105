package cloud.dumont.agent.history;

import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.tree.CommitRef;
import java.util.List;

/**
 * What the platform says about a workspace when an agent begins.
 *
 * @param epoch that this agent writes
 * @param chain from the newest commit with a tree (or the first) to the newest; empty: nothing was saved yet
 */
public record Opening(WorkspaceKey key, long epoch, List<CommitRef> chain) {
    public Opening {
        chain = List.copyOf(chain);
    }
}
