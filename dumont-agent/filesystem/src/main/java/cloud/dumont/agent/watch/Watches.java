package cloud.dumont.agent.watch;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.Notify;
import cloud.dumont.agent.posix.PosixException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/** The watches that are held, within the budget, and what is scanned in place of those that are not. */
final class Watches {
    private static final int MASK = Notify.MODIFY
            | Notify.ATTRIB
            | Notify.CLOSE_WRITE
            | Notify.MOVED_FROM
            | Notify.MOVED_TO
            | Notify.CREATE
            | Notify.DELETE
            | Notify.DELETE_SELF
            | Notify.MOVE_SELF
            | Notify.EXCL_UNLINK;
    private static final int SMALLEST_VICTIM = 16;
    /** In place of a watch where none was to be had. */
    static final int NONE = -1;

    private final int notify;
    private final WatchTable table = new WatchTable();
    private final ScannedSubtrees scanned = new ScannedSubtrees();
    private int budget;

    Watches(int notify, int budget) {
        this.notify = notify;
        this.budget = budget;
    }

    WatchTable table() {
        return table;
    }

    ScannedSubtrees scanned() {
        return scanned;
    }

    int budget() {
        return budget;
    }

    boolean isFull() {
        return table.size() >= budget;
    }

    /**
     * Watches an open directory, whether it was watched under another name or not at all.
     *
     * @param mayGiveUp whether the subtree that rested longest may lose its watches for it, be it the one it lies in
     * @return the watch, or {@link #NONE}: then the directory is among those that are scanned
     */
    int add(int fd, RawPath path, int parent, int seconds, boolean mayGiveUp) {
        int watch = tryAdd(fd);
        boolean isNew = watch == NONE || !table.has(watch);
        if (isNew && (watch == NONE || isFull())) {
            if (watch != NONE) {
                Notify.remove(notify, watch);
            }
            watch = mayGiveUp && giveUpOne() && !scanned.covers(path) ? tryAdd(fd) : NONE;
        }
        if (watch == NONE) {
            scanned.add(path);
            return NONE;
        }
        table.put(watch, parent, parent == WatchTable.TOP ? path.bytes() : path.name(), seconds);
        return watch;
    }

    private int tryAdd(int fd) {
        try {
            return Notify.add(notify, fd, MASK);
        } catch (PosixException refused) {
            if (refused.is(Errno.ENOSPC)) {
                // Somebody else took what was free when the budget was made.
                budget = Math.max(1, Math.min(budget, table.size()));
            }
            return NONE;
        }
    }

    /** The watch of an open directory, without a change of what is known. */
    int ask(int fd) {
        int watch = tryAdd(fd);
        if (watch != NONE && !table.has(watch)) {
            Notify.remove(notify, watch);
            return NONE;
        }
        return watch;
    }

    // The subtree that has rested longest among those that are worth it.
    private boolean giveUpOne() {
        Map<Integer, int[]> sizes = new HashMap<>();
        table.forEach(watch -> {
            int seconds = table.changed(watch);
            int depth = 0;
            for (int at = watch; at != WatchTable.TOP && depth < 256; at = table.parent(at), depth++) {
                int[] size = sizes.computeIfAbsent(at, key -> new int[] {0, Integer.MIN_VALUE});
                size[0]++;
                size[1] = Math.max(size[1], seconds);
            }
        });
        int least = Math.max(2, budget / SMALLEST_VICTIM);
        int victim = NONE;
        int[] best = {0, Integer.MAX_VALUE};
        for (Map.Entry<Integer, int[]> each : sizes.entrySet()) {
            int[] size = each.getValue();
            boolean older = size[1] < best[1] || size[1] == best[1] && size[0] > best[0];
            boolean top = table.parent(each.getKey()) == WatchTable.TOP;
            if (size[0] >= least && older && !top) {
                victim = each.getKey();
                best = size;
            }
        }
        if (victim == NONE) {
            return false;
        }
        RawPath path = table.path(victim);
        drop(victim);
        scanned.add(path != null ? path : RawPath.ROOT);
        return true;
    }

    /** Ends the watches of a subtree. */
    void drop(int watch) {
        for (int each : table.subtree(watch)) {
            table.remove(each);
            Notify.remove(notify, each);
        }
    }

    /** Ends the watches whose directory a whole registration did not come by. */
    void keepOnly(IntPredicate seen) {
        for (int watch : table.all()) {
            if (!seen.test(watch)) {
                table.remove(watch);
                Notify.remove(notify, watch);
            }
        }
    }
}
