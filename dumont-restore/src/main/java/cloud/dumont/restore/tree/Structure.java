package cloud.dumont.restore.tree;

import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.RawPath;
import java.util.ArrayDeque;

/**
 * Checks that every entry lies in a directory that came before it, so that nobody who creates them in order can be led
 * through a symbolic link.
 */
final class Structure {
    private final String tree;
    private final ArrayDeque<RawPath> directories = new ArrayDeque<>();
    private RawPath lastLeaf = RawPath.ROOT;
    private boolean anyLeaf;

    /** @param tree what errors call the tree */
    Structure(String tree) {
        this.tree = tree;
    }

    /** @param gaps pages are lost, so that directories may be unknown */
    void check(Entry entry, boolean gaps) throws DamagedException {
        RawPath path = entry.path();
        if (anyLeaf && lastLeaf.covers(path)) {
            throw new DamagedException(tree, Fault.TREE, "something lies below what is no directory");
        }
        while (!directories.isEmpty() && !directories.peek().covers(path)) {
            directories.pop();
        }
        RawPath parent = path.parent();
        boolean known = parent.isRoot()
                || (directories.peek() != null && directories.peek().equals(parent));
        if (!known && !gaps) {
            throw new DamagedException(tree, Fault.TREE, "something lies in a directory that is not there");
        }
        if (entry instanceof Entry.Directory) {
            directories.push(path);
        } else if (path.isRoot()) {
            throw new DamagedException(tree, Fault.TREE, "the root is no directory");
        } else {
            lastLeaf = path;
            anyLeaf = true;
        }
    }
}
