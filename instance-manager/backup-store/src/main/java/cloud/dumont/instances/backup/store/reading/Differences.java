package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.tree.Tree;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Walks two versions side by side. */
final class Differences {
    private Differences() {}

    /** What is told of each path that is in one of the two or differs. */
    interface Told {
        void onlyOlder(Entry entry);

        void onlyNewer(Entry entry);

        void changed(Entry older, Entry newer);

        /** @return whether it was enough */
        boolean isEnough();
    }

    static void between(Tree older, Tree newer, RawPath below, Told told) throws IOException {
        try (EntryPull left = new EntryPull(older, below);
                EntryPull right = new EntryPull(newer, below)) {
            Entry one = left.next();
            Entry other = right.next();
            while ((one != null || other != null) && !told.isEnough()) {
                int order = order(one, other);
                if (order < 0) {
                    accept(one, told::onlyOlder);
                } else if (order > 0) {
                    accept(other, told::onlyNewer);
                } else if (one != null && other != null && differ(one, other)) {
                    told.changed(one, other);
                }
                one = order <= 0 ? left.next() : one;
                other = order >= 0 ? right.next() : other;
            }
        }
    }

    private static void accept(@Nullable Entry entry, Consumer<Entry> told) {
        if (entry != null) {
            told.accept(entry);
        }
    }

    private static int order(@Nullable Entry one, @Nullable Entry other) {
        if (one == null) {
            return 1;
        }
        return other == null ? -1 : one.path().compareTo(other.path());
    }

    /** Contents by the ids of their chunks, so that a file that merely moved to another pack did not change. */
    static boolean differ(Entry one, Entry other) {
        boolean alike = one.metadata().mode() == other.metadata().mode()
                && one.metadata().uid() == other.metadata().uid()
                && one.metadata().gid() == other.metadata().gid();
        return !alike
                || switch (one) {
                    case Entry.File file -> !(other instanceof Entry.File same && ContentMark.sameContent(file, same));
                    case Entry.Directory directory -> !(other instanceof Entry.Directory);
                    case Entry.Symlink link ->
                        !(other instanceof Entry.Symlink same && Arrays.equals(link.target(), same.target()));
                    case Entry.Fifo fifo -> !(other instanceof Entry.Fifo);
                    case Entry.Socket socket -> !(other instanceof Entry.Socket);
                    case Entry.Device device ->
                        !(other instanceof Entry.Device same
                                && device.block() == same.block()
                                && device.major() == same.major()
                                && device.minor() == same.minor());
                };
    }
}
