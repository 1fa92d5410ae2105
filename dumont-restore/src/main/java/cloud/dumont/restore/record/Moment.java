package cloud.dumont.restore.record;

import java.time.DateTimeException;
import java.time.Instant;

/** A file's time: seconds since 1970 (any number a file system may hold) and nanoseconds. */
public record Moment(long seconds, int nanos) {
    /** The nearest instant. */
    public Instant instant() {
        try {
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException e) {
            return seconds < 0 ? Instant.MIN : Instant.MAX;
        }
    }
}
