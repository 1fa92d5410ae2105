package cloud.dumont.agent.tree;

/** A file's time. @param seconds since 1970, also before it @param nanos from 0 to 999,999,999 */
public record Moment(long seconds, int nanos) {
    static final int MOST_NANOS = 999_999_999;

    public Moment {
        if (nanos < 0 || nanos > MOST_NANOS) {
            throw new IllegalArgumentException("nanoseconds of one second");
        }
    }
}
