package cloud.dumont.agent.watch;

import cloud.dumont.agent.files.RawPath;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which directory each watch stands for: its name and its parent's watch, so that a renamed directory takes all below it
 * along at once. Open addressing over plain arrays, some fifty bytes per directory. For the watching thread only.
 */
final class WatchTable {
    /** In place of a parent: the name is the whole path. */
    static final int TOP = 0;

    private static final byte[] NO_NAME = {};
    private static final int DEEPEST = 100_000;
    private int[] watches = new int[1024];
    private int[] parents = new int[1024];
    private int[] changed = new int[1024];
    private byte[][] names = new byte[1024][];
    private int size;

    int size() {
        return size;
    }

    boolean has(int watch) {
        return watches[slot(watch)] == watch;
    }

    /** @param seconds when the directory changed last, of any clock that is the same for all */
    void put(int watch, int parent, byte[] name, int seconds) {
        if (size * 2 >= watches.length) {
            grow();
        }
        int slot = slot(watch);
        size += watches[slot] == watch ? 0 : 1;
        watches[slot] = watch;
        parents[slot] = parent;
        names[slot] = name;
        changed[slot] = seconds;
    }

    void changedAt(int watch, int seconds) {
        int slot = slot(watch);
        if (watches[slot] == watch) {
            changed[slot] = Math.max(changed[slot], seconds);
        }
    }

    int changed(int watch) {
        return changed[slot(watch)];
    }

    int parent(int watch) {
        int slot = slot(watch);
        return watches[slot] == watch ? parents[slot] : TOP;
    }

    void remove(int watch) {
        int slot = slot(watch);
        if (watches[slot] != watch) {
            return;
        }
        clear(slot);
        size--;
        // What was pushed aside by the removed one moves up, so that looking it up still finds it.
        int mask = watches.length - 1;
        for (int next = slot + 1 & mask; watches[next] != 0; next = next + 1 & mask) {
            int moved = watches[next];
            int parent = parents[next];
            int seconds = changed[next];
            byte[] name = names[next];
            clear(next);
            int target = slot(moved);
            watches[target] = moved;
            parents[target] = parent;
            changed[target] = seconds;
            names[target] = name;
        }
    }

    private void clear(int slot) {
        watches[slot] = 0;
        names[slot] = NO_NAME;
    }

    /** @return null when one of the directories above is not known (any more) */
    @Nullable
    RawPath path(int watch) {
        int length = 0;
        int depth = 0;
        int at = watch;
        while (at != TOP) {
            int slot = slot(at);
            if (watches[slot] != at || ++depth > DEEPEST) {
                return null;
            }
            length += names[slot].length + (length > 0 && names[slot].length > 0 ? 1 : 0);
            at = parents[slot];
        }
        byte[] path = new byte[length];
        int end = length;
        for (at = watch; at != TOP; at = parents[slot(at)]) {
            byte[] name = names[slot(at)];
            if (name.length > 0) {
                end -= end < length ? 1 : 0;
                if (end < length) {
                    path[end] = '/';
                }
                end -= name.length;
                System.arraycopy(name, 0, path, end, name.length);
            }
        }
        return RawPath.of(path);
    }

    boolean isBelow(int watch, int ancestor) {
        int depth = 0;
        for (int at = watch; at != TOP && depth < DEEPEST; at = parent(at), depth++) {
            if (at == ancestor) {
                return true;
            }
        }
        return false;
    }

    /** All watches of the subtree, its own included. */
    int[] subtree(int watch) {
        return Arrays.stream(all()).filter(each -> isBelow(each, watch)).toArray();
    }

    int[] all() {
        return Arrays.stream(watches).filter(watch -> watch != 0).toArray();
    }

    void forEach(IntConsumer action) {
        for (int watch : all()) {
            action.accept(watch);
        }
    }

    private int slot(int watch) {
        int mask = watches.length - 1;
        int slot = watch * 0x9E3779B1 >>> 7 & mask;
        while (watches[slot] != 0 && watches[slot] != watch) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldWatches = watches;
        int[] oldParents = parents;
        int[] oldChanged = changed;
        byte[][] oldNames = names;
        int length = oldWatches.length * 2;
        watches = new int[length];
        parents = new int[length];
        changed = new int[length];
        names = new byte[length][];
        size = 0;
        for (int i = 0; i < oldWatches.length; i++) {
            if (oldWatches[i] != 0) {
                put(oldWatches[i], oldParents[i], oldNames[i], oldChanged[i]);
            }
        }
    }
}
