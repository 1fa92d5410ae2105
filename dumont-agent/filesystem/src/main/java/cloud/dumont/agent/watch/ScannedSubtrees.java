package cloud.dumont.agent.watch;

import cloud.dumont.agent.files.RawPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The subtrees that are scanned instead of watched: none below another, many in one directory becoming that directory. */
final class ScannedSubtrees {
    private static final int SIBLINGS = 16;
    private static final int MOST = 512;
    private final NavigableSet<RawPath> roots = new TreeSet<>();

    void add(RawPath path) {
        if (covers(path)) {
            return;
        }
        roots.removeIf(each -> each.startsWith(path));
        roots.add(path);
        if (!path.isRoot() && (siblings(path) > SIBLINGS || roots.size() > MOST)) {
            add(path.parent());
        }
    }

    private long siblings(RawPath path) {
        RawPath parent = path.parent();
        return roots.stream()
                .filter(each -> !each.isRoot() && each.parent().equals(parent))
                .count();
    }

    boolean covers(RawPath path) {
        RawPath above = roots.floor(path);
        return above != null && path.startsWith(above);
    }

    void renamed(RawPath from, RawPath to) {
        List<RawPath> moved =
                roots.stream().filter(each -> each.startsWith(from)).toList();
        for (RawPath old : moved) {
            roots.remove(old);
            byte[] bytes = old.bytes();
            int rest = from.length() == bytes.length ? bytes.length : from.length() + 1;
            add(to.resolve(RawPath.of(Arrays.copyOfRange(bytes, rest, bytes.length))));
        }
    }

    void removeBelow(RawPath path) {
        roots.removeIf(each -> each.startsWith(path));
    }

    void clear() {
        roots.clear();
    }

    List<RawPath> list() {
        return new ArrayList<>(roots);
    }
}
