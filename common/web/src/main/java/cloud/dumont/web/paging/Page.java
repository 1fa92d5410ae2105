package cloud.dumont.web.paging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stretch of a list, newest first. @param nextCursor opaque; null on the last page */
public record Page<T>(
        List<T> data, boolean hasMore, @Nullable String nextCursor) {
    public static <T> Page<T> whole(List<T> data) {
        return new Page<>(data, false, null);
    }

    /**
     * @param rows up to {@code limit + 1} rows: one more than asked for tells that there is more
     * @param cursor of the last row that is given out
     */
    public static <R, T> Page<T> of(List<R> rows, int limit, Function<R, T> shape, Function<R, String> cursor) {
        boolean more = rows.size() > limit;
        List<R> given = more ? rows.subList(0, limit) : rows;
        return new Page<>(given.stream().map(shape).toList(), more, more ? cursor.apply(given.getLast()) : null);
    }
}
