package cloud.dumont.agent.history;

import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.PathBytes;
import java.util.List;

/** What became of a draft. */
public sealed interface CommitOutcome {
    /**
     * It is in the store, and the tree is the one after it.
     *
     * @param newest it, or the commit with a tree that was made right after it
     * @param registered whether the platform knows; if not, {@link Repository#settle()} tells it
     */
    record Committed(CommitRef newest, boolean registered) implements CommitOutcome {}

    /** There is no commit yet, and none is in doubt. */
    record Nothing() implements CommitOutcome {}

    /** Not made: these files' contents must be read again, because what they refer to may be collected. The draft is as before. */
    record Stale(List<PathBytes> paths) implements CommitOutcome {}

    /**
     * Perhaps in the store, perhaps not: it did not answer. The draft is used up; {@link Repository#settle()} brings its bytes there,
     * and until it has nothing else can be committed.
     */
    record InDoubt(String why) implements CommitOutcome {}
}
