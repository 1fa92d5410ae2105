package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.RawPath;
import org.jspecify.annotations.Nullable;

/**
 * A part of the tree to look through.
 *
 * @param subtree null: all that is backed up
 * @param everything whatever is known of it
 * @param sinceNanos when it was known that something changed there; null: a look to be on the safe side
 * @param share of one processor
 */
record ScanTask(
        @Nullable RawPath subtree,
        boolean everything,
        @Nullable Long sinceNanos,
        double share) {
    static ScanTask first(long now) {
        return new ScanTask(null, false, now, 1);
    }

    static ScanTask changed(RawPath subtree, long since) {
        return new ScanTask(subtree, false, since, 1);
    }

    static ScanTask appeared(RawPath subtree, long since) {
        return new ScanTask(subtree, true, since, 1);
    }

    static ScanTask unwatched(RawPath subtree) {
        return new ScanTask(subtree, false, null, 0.5);
    }

    static ScanTask safety() {
        return new ScanTask(null, false, null, 0.25);
    }
}
