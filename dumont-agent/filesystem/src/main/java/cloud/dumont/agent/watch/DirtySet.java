package cloud.dumont.agent.watch;

import cloud.dumont.agent.files.RawPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What changed and was not taken yet, each path once. Bounded: when there are too many, whole directories take the place of
 * what is in them, in the end the root of all. Nothing is ever lost, it only gets coarser. For any number of threads.
 */
public final class DirtySet {
    private static final int DEEPEST_GROUP = 12;
    private static final int SHARE_OF_A_GROUP = 64;
    private final int cap;
    private volatile Runnable filled = () -> {};
    private final NavigableMap<RawPath, DirtyPath> paths = new TreeMap<>();
    // None of them lies below another one, and none of the paths does.
    private final NavigableMap<RawPath, DirtyPath> subtrees = new TreeMap<>();

    /** @param cap how many paths it holds at most */
    public DirtySet(int cap) {
        this.cap = Math.max(1, cap);
    }

    /** Who is told, on the thread that brings it, when a mark comes while there was none. It must not wait for anything. */
    public void whenFilled(Runnable told) {
        filled = told;
    }

    private void changed(boolean wasEmpty) {
        settle();
        if (wasEmpty) {
            filled.run();
        }
    }

    /** A change that is complete in itself: made, removed, renamed, other attributes. */
    public synchronized void touched(RawPath path, long now) {
        DirtyPath known = paths.get(path);
        mark(path, now, known != null && known.beingWritten());
    }

    /** Data was written, more may come. */
    public synchronized void written(RawPath path, long now) {
        mark(path, now, true);
    }

    /** A writer closed the file. */
    public synchronized void closed(RawPath path, long now) {
        mark(path, now, false);
    }

    private void mark(RawPath path, long now, boolean writing) {
        Map.Entry<RawPath, DirtyPath> cover = subtrees.floorEntry(path);
        if (cover != null && path.startsWith(cover.getKey())) {
            subtrees.put(cover.getKey(), cover.getValue().at(now, false));
            return;
        }
        boolean wasEmpty = isEmpty();
        DirtyPath known = paths.get(path);
        paths.put(path, known != null ? known.at(now, writing) : new DirtyPath(path, false, now, now, writing));
        changed(wasEmpty);
    }

    /** Anything at or below the path may have changed. */
    public synchronized void subtree(RawPath path, long now) {
        boolean wasEmpty = isEmpty();
        cover(new DirtyPath(path, true, now, now, false));
        changed(wasEmpty);
    }

    /** What was taken but could not be dealt with comes back with the time it had. */
    public synchronized void putBack(DirtyPath taken) {
        boolean wasEmpty = isEmpty();
        if (taken.subtree()) {
            cover(taken);
        } else {
            Map.Entry<RawPath, DirtyPath> above = subtrees.floorEntry(taken.path());
            if (above != null && taken.path().startsWith(above.getKey())) {
                subtrees.put(above.getKey(), above.getValue().since(taken.firstNanos()));
            } else {
                paths.merge(
                        taken.path(),
                        taken,
                        (newer, older) -> newer.since(older.firstNanos()).until(older.lastNanos()));
            }
        }
        changed(wasEmpty);
    }

    private void cover(DirtyPath wide) {
        Map.Entry<RawPath, DirtyPath> above = subtrees.floorEntry(wide.path());
        if (above != null && wide.path().startsWith(above.getKey())) {
            subtrees.put(
                    above.getKey(), above.getValue().since(wide.firstNanos()).until(wide.lastNanos()));
            return;
        }
        DirtyPath merged = absorb(paths, absorb(subtrees, wide));
        subtrees.put(merged.path(), merged);
    }

    private static DirtyPath absorb(NavigableMap<RawPath, DirtyPath> from, DirtyPath wide) {
        DirtyPath merged = wide;
        Iterator<Map.Entry<RawPath, DirtyPath>> below =
                from.tailMap(wide.path(), true).entrySet().iterator();
        while (below.hasNext()) {
            Map.Entry<RawPath, DirtyPath> next = below.next();
            if (!next.getKey().startsWith(wide.path())) {
                break;
            }
            merged = merged.since(next.getValue().firstNanos())
                    .until(next.getValue().lastNanos());
            below.remove();
        }
        return merged;
    }

    private void settle() {
        for (int depth = DEEPEST_GROUP; depth >= 0 && size() > cap; depth--) {
            collapse(depth);
        }
    }

    // Directories of this depth that hold more than their share become one mark each.
    private void collapse(int depth) {
        Map<RawPath, Integer> groups = new HashMap<>();
        paths.keySet().forEach(path -> groups.merge(ancestor(path, depth), 1, Integer::sum));
        subtrees.keySet().forEach(path -> groups.merge(ancestor(path, depth), 1, Integer::sum));
        int share = depth == 0 ? 0 : cap / SHARE_OF_A_GROUP;
        long now = newest();
        groups.forEach((group, count) -> {
            if (count > share && count > 1) {
                cover(new DirtyPath(group, true, now, now, false));
            }
        });
    }

    private long newest() {
        NavigableMap<RawPath, DirtyPath> some = paths.isEmpty() ? subtrees : paths;
        long newest = some.firstEntry().getValue().lastNanos();
        for (DirtyPath each : some.values()) {
            newest = each.lastNanos() - newest > 0 ? each.lastNanos() : newest;
        }
        return newest;
    }

    // A directory above the path, at most this deep; the path itself is in no directory but its parent.
    private static RawPath ancestor(RawPath path, int depth) {
        if (path.isRoot()) {
            return path;
        }
        byte[] bytes = path.bytes();
        int names = 0;
        int end = 0;
        for (int i = 0; i < bytes.length && names < depth; i++) {
            if (bytes[i] == '/') {
                names++;
                end = i;
            }
        }
        return RawPath.of(Arrays.copyOf(bytes, end));
    }

    /**
     * Takes out what is ready: untouched for {@code quiet} and not being written, or dirty for {@code longest} whatever else.
     */
    public synchronized List<DirtyPath> drain(Duration quiet, Duration longest, long now) {
        List<DirtyPath> taken = new ArrayList<>();
        take(subtrees, taken, quiet.toNanos(), longest.toNanos(), now);
        take(paths, taken, quiet.toNanos(), longest.toNanos(), now);
        return taken;
    }

    private static void take(Map<RawPath, DirtyPath> from, List<DirtyPath> into, long quiet, long longest, long now) {
        Iterator<DirtyPath> each = from.values().iterator();
        while (each.hasNext()) {
            DirtyPath mark = each.next();
            if (mark.ready(quiet, longest, now)) {
                into.add(mark);
                each.remove();
            }
        }
    }

    /** When the oldest change came that was not taken yet. */
    public synchronized OptionalLong oldestNanos() {
        OptionalLong oldest = OptionalLong.empty();
        for (NavigableMap<RawPath, DirtyPath> marks : List.of(subtrees, paths)) {
            for (DirtyPath mark : marks.values()) {
                if (oldest.isEmpty() || mark.firstNanos() - oldest.getAsLong() < 0) {
                    oldest = OptionalLong.of(mark.firstNanos());
                }
            }
        }
        return oldest;
    }

    public synchronized int size() {
        return paths.size() + subtrees.size();
    }

    public synchronized boolean isEmpty() {
        return paths.isEmpty() && subtrees.isEmpty();
    }
}
