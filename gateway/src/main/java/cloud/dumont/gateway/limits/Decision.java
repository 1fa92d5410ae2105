package cloud.dumont.gateway.limits;

/**
 * What a limiter says to one request.
 *
 * @param remaining how many more may come right now
 * @param resetSeconds until the whole burst is free again
 * @param retrySeconds until the next one is allowed; 0 when this one is
 */
public record Decision(Policy policy, boolean allowed, long remaining, long resetSeconds, long retrySeconds) {
    private static final long MICROS = 1_000_000;

    /** @param allowAtMicros and {@code tatMicros}: from now */
    static Decision of(Policy policy, boolean allowed, long remaining, long waitMicros, long tatMicros) {
        return new Decision(policy, allowed, remaining, up(tatMicros), allowed ? 0 : Math.max(1, up(waitMicros)));
    }

    private static long up(long micros) {
        return Math.max(0, (micros + MICROS - 1) / MICROS);
    }
}
