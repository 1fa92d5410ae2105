package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.RawPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Names that the file system failed to read, for a moment or for good. Each is tried again, less and less often; until all could
 * be read, nothing that is saved is complete. What only its owner may read (somebody's own mount) is not among them. Thread-safe.
 */
final class Unreadable {
    private static final int MOST = 10_000;
    private static final int SHOWN = 3;
    private static final int OFTEN = 4;
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private final LongSupplier nanoTime;
    private final Map<RawPath, Failed> failed = new LinkedHashMap<>();
    private volatile boolean none = true;

    /** @param subtree all below it, for it could not be listed */
    record Failed(boolean subtree, long sinceNanos, long notBeforeNanos, int attempts) {}

    /** A name whose turn it is. */
    record Due(RawPath path, boolean subtree, long sinceNanos) {}

    Unreadable(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void failed(RawPath path, boolean subtree, long sinceNanos) {
        Failed before = failed.get(path);
        if (before == null && failed.size() >= MOST) {
            // Too many to remember each: all of them are met by looking everywhere.
            failed(RawPath.ROOT, true, sinceNanos, failed.get(RawPath.ROOT));
        } else {
            failed(path, subtree, sinceNanos, before);
        }
    }

    private void failed(RawPath path, boolean subtree, long sinceNanos, @Nullable Failed before) {
        int attempts = before == null ? 0 : before.attempts();
        long since = before == null || before.sinceNanos() - sinceNanos > 0 ? sinceNanos : before.sinceNanos();
        boolean all = subtree || before != null && before.subtree();
        failed.put(path, new Failed(all, since, nanoTime.getAsLong() + pause(attempts), attempts + 1));
        none = false;
    }

    private static long pause(int attempts) {
        return Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(attempts, 20));
    }

    /** The name could be read; of a directory that does not say that it can be listed. */
    void read(RawPath path, boolean directory) {
        if (!none) {
            remove(path, !directory);
        }
    }

    /** All that is in it could be looked at. */
    void listed(RawPath directory) {
        if (!none) {
            remove(directory, true);
        }
    }

    private synchronized void remove(RawPath path, boolean listed) {
        Failed before = failed.get(path);
        if (before != null && (listed || !before.subtree())) {
            failed.remove(path);
            none = failed.isEmpty();
        }
    }

    /** It is not there, nor is anything below it. */
    void gone(RawPath path) {
        if (!none) {
            removeBelow(path);
        }
    }

    private synchronized void removeBelow(RawPath path) {
        failed.keySet().removeIf(it -> it.startsWith(path));
        none = failed.isEmpty();
    }

    /** Whose turn it is to be tried again. */
    synchronized List<Due> due() {
        if (none) {
            return List.of();
        }
        long now = nanoTime.getAsLong();
        List<Due> due = new ArrayList<>();
        failed.replaceAll((path, it) -> {
            if (it.notBeforeNanos() - now > 0) {
                return it;
            }
            due.add(new Due(path, it.subtree(), it.sinceNanos()));
            return new Failed(it.subtree(), it.sinceNanos(), now + pause(it.attempts()), it.attempts());
        });
        return due;
    }

    /** The turn of all of them is now. */
    synchronized void hurry() {
        long now = nanoTime.getAsLong();
        failed.replaceAll((path, it) -> new Failed(it.subtree(), it.sinceNanos(), now, 0));
    }

    /** When the next one's turn is. */
    synchronized OptionalLong dueNanos() {
        return failed.values().stream().mapToLong(Failed::notBeforeNanos).reduce((a, b) -> a - b < 0 ? a : b);
    }

    synchronized OptionalLong oldestNanos() {
        return failed.values().stream().mapToLong(Failed::sinceNanos).reduce((a, b) -> a - b < 0 ? a : b);
    }

    boolean isEmpty() {
        return none;
    }

    /** All of them were tried again and again since {@link #hurry()}. */
    synchronized boolean hasFailedOften() {
        return failed.values().stream().allMatch(it -> it.attempts() >= OFTEN);
    }

    /** One line for the user. */
    synchronized String sentence() {
        StringBuilder names = new StringBuilder();
        Iterator<RawPath> all = failed.keySet().iterator();
        for (int i = 0; i < SHOWN && all.hasNext(); i++) {
            names.append(i == 0 ? "" : ", ").append(all.next());
        }
        int more = failed.size() - SHOWN;
        return "cannot be read: " + names + (more > 0 ? " and " + more + " more" : "");
    }
}
