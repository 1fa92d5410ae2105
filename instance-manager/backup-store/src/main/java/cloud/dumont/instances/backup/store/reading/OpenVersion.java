package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.history.Commit;
import cloud.dumont.restore.history.LoadedCommit;
import cloud.dumont.restore.record.Piece;
import cloud.dumont.restore.tree.Overlay;
import cloud.dumont.restore.tree.Tree;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A version that is ready to be read. */
final class OpenVersion {
    private final Workspace workspace;
    private final Commit commit;
    private final Tree tree;
    private final long weight;
    private @Nullable FolderSizes sizes;

    private OpenVersion(Workspace workspace, Commit commit, Tree tree, long weight) {
        this.workspace = workspace;
        this.commit = commit;
        this.tree = tree;
        this.weight = weight;
    }

    static OpenVersion load(Workspace workspace, cloud.dumont.restore.history.CommitRef ref) throws IOException {
        List<LoadedCommit> chain = workspace.commits().chainTo(ref);
        Overlay overlay = new Overlay();
        long weight = 0;
        for (LoadedCommit loaded : chain) {
            overlay.add(loaded.record().changes(), loaded.commit().ref().id().name());
            weight += 2 * loaded.record().weight();
        }
        List<Piece> pages = chain.getFirst().record().pages();
        Tree tree = new Tree(ref.id().name(), pages == null ? List.of() : pages, overlay, workspace.chunks());
        return new OpenVersion(workspace, chain.getLast().commit(), tree, weight);
    }

    Workspace workspace() {
        return workspace;
    }

    Commit commit() {
        return commit;
    }

    Tree tree() {
        return tree;
    }

    /** About how many bytes of memory it takes while nobody reads it. */
    long weight() {
        return weight;
    }

    /** Counts once, by reading the whole tree. */
    synchronized FolderSizes sizes(ReadingLimits limits) throws IOException {
        FolderSizes known = sizes;
        if (known == null) {
            known = commit.files() > limits.countedFiles() ? FolderSizes.NONE : FolderSizes.of(tree, limits.folders());
            sizes = known;
        }
        return known;
    }
}
