package cloud.dumont.web.paging;

import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import org.jspecify.annotations.Nullable;

/** How many rows a page has: 1–100, 20 when nothing is said. */
public final class Limit {
    private static final int DEFAULT = 20;
    private static final int MAX = 100;

    private Limit() {}

    /** @throws RefusedException {@code validation_failed} */
    public static int of(@Nullable Integer limit) {
        if (limit == null) {
            return DEFAULT;
        }
        if (limit < 1 || limit > MAX) {
            throw new RefusedException(
                    new CommonRefusal.ValidationFailed("?limit", "out_of_range", "limit is 1 to " + MAX + "."));
        }
        return limit;
    }
}
