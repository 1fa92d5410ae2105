package cloud.dumont.sandbox.r2.meter;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a bucket has used.
 *
 * @param peaks most bytes stored at any time of a day, by day in UTC
 * @param bytes as last seen
 */
record BucketUsage(long classA, long classB, TreeMap<LocalDate, Long> peaks, long bytes) {
    static final BucketUsage NONE = new BucketUsage(0, 0, new TreeMap<>(), 0);

    BucketUsage counted(long a, long b) {
        return new BucketUsage(classA + a, classB + b, peaks, bytes);
    }

    /** A day on which nothing happened has what the day before ended with as its peak. */
    BucketUsage seen(long now, LocalDate today) {
        TreeMap<LocalDate, Long> filled = new TreeMap<>(peaks);
        Map.Entry<LocalDate, Long> last = filled.lastEntry();
        if (last != null) {
            for (LocalDate day = last.getKey().plusDays(1); !day.isAfter(today); day = day.plusDays(1)) {
                filled.put(day, bytes);
            }
        }
        filled.merge(today, now, Math::max);
        return new BucketUsage(classA, classB, filled, now);
    }
}
