package cloud.dumont.agent.history;

import cloud.dumont.agent.tree.CommitRef;
import org.jspecify.annotations.Nullable;

/** The newest commit and how far it is from a tree. @param sinceTree commits without a tree after the last one with it */
record Newest(CommitRef ref, @Nullable WriterNote note, int sinceTree, long bytesSinceTree) {
    static Newest after(@Nullable Newest before, LoadedCommit commit) {
        if (commit.record().pages() != null) {
            return new Newest(commit.ref(), commit.note(), 0, 0);
        }
        int sinceTree = before == null ? 1 : before.sinceTree + 1;
        long bytes = before == null ? commit.size() : before.bytesSinceTree + commit.size();
        return new Newest(commit.ref(), commit.note(), sinceTree, bytes);
    }
}
