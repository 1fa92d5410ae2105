package cloud.dumont.agent.history;

import org.jspecify.annotations.Nullable;

/**
 * When and what for a commit is made.
 *
 * @param wallMillis what the box's clock says
 * @param sinceStartMillis what its monotonic clock says, from when the agent began
 * @param frozenNanos {@link System#nanoTime()} of the moment that the commit shows
 * @param complete nothing known is left unsaved
 * @param order the snapshot order that it fulfils
 */
public record Occasion(
        long wallMillis,
        long sinceStartMillis,
        long frozenNanos,
        boolean complete,
        @Nullable String order) {}
