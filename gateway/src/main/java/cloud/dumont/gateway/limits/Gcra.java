package cloud.dumont.gateway.limits;

/**
 * The generic cell rate algorithm. Its whole memory is one moment, the "theoretical arrival time" at which the bucket would
 * be empty again; all times in microseconds.
 *
 * <pre>
 *   now            tat                     a request moves tat one interval to the right;
 *    |--------------|                      it is refused if tat would lie further than
 *    |&lt;-- burst × interval --&gt;|            burst × interval from now
 * </pre>
 *
 * @param tat the new arrival time, unchanged when refused
 */
record Gcra(boolean allowed, long tat, long remaining, long waitMicros) {
    static Gcra take(Rate rate, long tat, long now) {
        long interval = rate.intervalMicros();
        long from = Math.max(tat, now);
        long next = from + interval;
        long allowAt = next - interval * rate.burst();
        return allowAt > now
                ? new Gcra(false, from, 0, allowAt - now)
                : new Gcra(true, next, (now - allowAt) / interval, 0);
    }
}
