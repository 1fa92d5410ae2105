package cloud.dumont.agent.history;

import cloud.dumont.agent.tree.CommitRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the platform hears of a commit.
 *
 * @param size of its stored object
 * @param packs numbers of this epoch's packs that it names for the first time
 * @param bytesNew stored size of it and of these packs
 * @param occasion as given to the commit; null for one that was found after a restart, or that only carries a tree
 */
public record Registration(
        CommitRef commit,
        @Nullable CommitRef parent,
        long size,
        List<Long> packs,
        boolean tree,
        boolean complete,
        long files,
        long bytes,
        long bytesNew,
        @Nullable Occasion occasion) {}
