package cloud.dumont.agent.watch;

import cloud.dumont.agent.files.RawPath;

/**
 * Something that changed, or is gone: only a look tells. Times are of the monotonic clock, in nanoseconds.
 *
 * @param subtree anything below it may have changed as well
 * @param firstNanos the oldest change that was not taken yet
 * @param beingWritten data came, and whoever wrote it has not closed the file
 */
public record DirtyPath(RawPath path, boolean subtree, long firstNanos, long lastNanos, boolean beingWritten) {
    DirtyPath at(long now, boolean writing) {
        return new DirtyPath(path, subtree, firstNanos, now, writing);
    }

    DirtyPath since(long first) {
        return first - firstNanos < 0 ? new DirtyPath(path, subtree, first, lastNanos, beingWritten) : this;
    }

    DirtyPath until(long last) {
        return last - lastNanos > 0 ? new DirtyPath(path, subtree, firstNanos, last, beingWritten) : this;
    }

    boolean ready(long quietNanos, long longestNanos, long now) {
        return !beingWritten && now - lastNanos >= quietNanos || now - firstNanos >= longestNanos;
    }
}
