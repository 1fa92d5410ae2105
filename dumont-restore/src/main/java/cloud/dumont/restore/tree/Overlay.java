package cloud.dumont.restore.tree;

import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.record.CommitRecord;
import cloud.dumont.restore.record.EncodedEntry;
import cloud.dumont.restore.record.RawPath;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the commits after a tree changed in it, taken together. About 150 bytes of memory for each changed path. */
public final class Overlay {
    private static final int MOST_CHANGES = 5_000_000;

    private final TreeMap<RawPath, EncodedEntry> upserts = new TreeMap<>();
    /** No path here lies below another. */
    private final TreeSet<RawPath> removed = new TreeSet<>();

    /**
     * Takes in a commit that follows those before.
     *
     * @param name what errors call the commit
     */
    public void add(CommitRecord.Changes changes, String name) throws IOException {
        changes.forEachRemoval(path -> {
            dropBelow(upserts.tailMap(path, true).keySet().iterator(), path);
            remove(path);
        });
        changes.forEachUpsert((path, entry) -> {
            upserts.remove(path);
            upserts.put(path, entry);
        });
        if (upserts.size() + removed.size() > MOST_CHANGES) {
            throw new DamagedException(
                    name, Fault.TREE, "there are more changes since the last tree than anybody makes");
        }
    }

    private void remove(RawPath path) {
        RawPath before = removed.floor(path);
        if (before == null || !before.covers(path)) {
            dropBelow(removed.tailSet(path, true).iterator(), path);
            removed.add(path);
        }
    }

    private static void dropBelow(Iterator<RawPath> paths, RawPath path) {
        while (paths.hasNext() && path.covers(paths.next())) {
            paths.remove();
        }
    }

    /** Whether the tree's own entry of this path is gone or replaced. */
    boolean hides(RawPath path) {
        RawPath before = removed.floor(path);
        return (before != null && before.covers(path)) || upserts.containsKey(path);
    }

    Iterator<Map.Entry<RawPath, EncodedEntry>> from(RawPath path) {
        NavigableMap<RawPath, EncodedEntry> rest = upserts.tailMap(path, true);
        return rest.entrySet().iterator();
    }
}
