package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.tree.Tree;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much lies in and below folders: of the upper ones, as many levels as there is room for. */
final class FolderSizes {
    static final FolderSizes NONE = new FolderSizes(0);
    private final int most;
    private final Map<RawPath, Sum> sums = new HashMap<>();
    private int levels = Integer.MAX_VALUE;

    private FolderSizes(int most) {
        this.most = most;
    }

    /** @param children directly in it @param bytes in all files below */
    record Size(long children, long bytes) {}

    static FolderSizes of(Tree tree, int most) throws IOException {
        FolderSizes sizes = new FolderSizes(most);
        tree.forEachEntry(sizes::add);
        return sizes;
    }

    @Nullable
    Size of(RawPath folder) {
        Sum sum = sums.get(folder);
        return sum == null ? null : new Size(sum.children, sum.bytes);
    }

    private void add(Entry entry) {
        if (entry instanceof Entry.Directory && depth(entry.path()) <= levels) {
            sums.putIfAbsent(entry.path(), new Sum());
            while (sums.size() > most) {
                forgetLowest();
            }
        }
        if (entry.path().isRoot()) {
            return;
        }
        RawPath parent = entry.path().parent();
        Sum direct = sums.get(parent);
        if (direct != null) {
            direct.children++;
        }
        if (entry instanceof Entry.File file) {
            addAbove(parent, FileEntry.size(file));
        }
    }

    private void addAbove(RawPath parent, long bytes) {
        RawPath above = parent;
        while (true) {
            Sum sum = sums.get(above);
            if (sum != null) {
                sum.bytes += bytes;
            }
            if (above.isRoot()) {
                return;
            }
            above = above.parent();
        }
    }

    private void forgetLowest() {
        int lowest = sums.keySet().stream().mapToInt(FolderSizes::depth).max().orElse(0);
        levels = lowest - 1;
        sums.keySet().removeIf(path -> depth(path) > levels);
    }

    private static int depth(RawPath path) {
        if (path.isRoot()) {
            return 0;
        }
        int depth = 1;
        for (byte b : path.bytes()) {
            depth += b == '/' ? 1 : 0;
        }
        return depth;
    }

    private static final class Sum {
        private long children;
        private long bytes;
    }
}
