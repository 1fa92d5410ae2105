package cloud.dumont.restore.tree;

import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.RawPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Some paths of a tree with all below them. */
public final class Selection {
    private final List<RawPath> paths = new ArrayList<>();

    private Selection(Collection<RawPath> wanted) {
        for (RawPath path : new TreeSet<>(wanted)) {
            if (paths.isEmpty() || !paths.getLast().covers(path)) {
                paths.add(path);
            }
        }
    }

    public static Selection everything() {
        return new Selection(List.of(RawPath.ROOT));
    }

    public static Selection of(Collection<RawPath> paths) {
        return new Selection(paths);
    }

    /**
     * What a visit left out.
     *
     * @param missing selected paths that are not in the tree
     */
    public record Visit(List<RawPath> missing, List<LostPage> lostPages) {}

    /** Every selected entry in the order of the tree. */
    public Visit visit(Tree tree, Tree.EntryVisitor visitor) throws IOException {
        List<RawPath> missing = new ArrayList<>();
        List<LostPage> lost = new ArrayList<>();
        for (RawPath path : paths) {
            boolean[] found = {path.isRoot()};
            lost.addAll(tree.forEachEntry(path, entry -> {
                found[0] = true;
                visitor.entry(entry);
            }));
            if (!found[0]) {
                missing.add(path);
            }
        }
        return new Visit(List.copyOf(missing), List.copyOf(lost));
    }

    /** The same, with the directories above the selected paths, each once and before what is in it. */
    public Visit visitWithAncestors(Tree tree, Tree.EntryVisitor visitor) throws IOException {
        TreeSet<RawPath> told = new TreeSet<>();
        List<RawPath> missing = new ArrayList<>();
        List<LostPage> lost = new ArrayList<>();
        for (RawPath path : paths) {
            if (!path.isRoot() && tree.find(path).isEmpty()) {
                missing.add(path);
                continue;
            }
            for (Entry.Directory above : tree.ancestors(path)) {
                if (told.add(above.path())) {
                    visitor.entry(above);
                }
            }
            lost.addAll(tree.forEachEntry(path, visitor));
        }
        return new Visit(List.copyOf(missing), List.copyOf(lost));
    }
}
