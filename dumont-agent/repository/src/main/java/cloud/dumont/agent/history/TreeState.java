package cloud.dumont.agent.history;

import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.index.ChunkIndex;
import cloud.dumont.agent.tree.CommitRecord;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.Piece;
import cloud.dumont.agent.tree.Pieces;
import cloud.dumont.agent.tree.TreeTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tree after the newest commit, and which chunks it refers to. */
final class TreeState {
    private final TreeTable tree;
    private final @Nullable ChunkIndex index;
    private final List<Damage> damage = new ArrayList<>();
    private List<Piece> pages = List.of();

    /** @param index null: nobody wants to know */
    TreeState(TreeTable tree, @Nullable ChunkIndex index) {
        this.tree = tree;
        this.index = index;
    }

    TreeTable tree() {
        return tree;
    }

    /**
     * What a commit changes.
     *
     * @param named own containers that it names, itself included
     * @throws IllegalArgumentException if it does not fit the tree
     */
    void apply(CommitRecord record, Collection<ContainerName> named) {
        List<Piece> gained = new ArrayList<>();
        List<Piece> lost = new ArrayList<>();
        for (PathBytes path : record.removals()) {
            tree.remove(path, entry -> Pieces.of(entry, lost::add));
        }
        for (Entry entry : record.upserts()) {
            Entry before = tree.put(entry);
            Pieces.of(entry, gained::add);
            if (before != null) {
                Pieces.of(before, lost::add);
            }
        }
        List<Piece> newPages = record.pages();
        if (newPages != null) {
            gained.addAll(newPages);
            lost.addAll(pages);
            pages = newPages;
        }
        if (index != null) {
            index.commit(gained, lost, named);
        }
    }

    /** What of a commit cannot be read any more. */
    void lost(LoadedCommit.Lost what) {
        damage.addAll(what.damage());
        if (index != null) {
            index.lost(what.chunks());
        }
    }

    /** Of contents inside commits. */
    List<Damage> damage() {
        return List.copyOf(damage);
    }

    /** Files that hold a chunk that cannot be read any more, as far as commits were found to be damaged. */
    List<PathBytes> lostFiles() throws InterruptedException {
        List<PathBytes> paths = new ArrayList<>();
        if (index != null && !damage.isEmpty()) {
            tree.visit((number, entry) -> {
                boolean[] lost = new boolean[1];
                Pieces.of(entry, piece -> lost[0] |= index.isLost(piece));
                if (lost[0]) {
                    paths.add(entry.path());
                }
            });
        }
        return paths;
    }

    /** A tree that begins anew has nothing of the one before it. */
    void clear() {
        List<Piece> lost = new ArrayList<>(pages);
        tree.remove(PathBytes.ROOT, entry -> Pieces.of(entry, lost::add));
        pages = List.of();
        if (index != null) {
            index.commit(List.of(), lost, List.of());
        }
    }

    /** A tree that is read in, into an empty state. */
    void pages(List<Piece> read) {
        pages = read;
        if (index != null) {
            index.gainAll(read);
        }
    }

    void add(Entry entry) {
        tree.put(entry);
        if (index != null) {
            Pieces.of(entry, index::gain);
        }
    }
}
