package cloud.dumont.observability;

/** The keys of log lines: the same word for the same thing in every service. Used as MDC keys and as key-values. */
public final class LogKeys {
    public static final String REQUEST = "request_id";
    public static final String TRACE = "trace_id";
    public static final String USER = "user_id";
    public static final String MACHINE = "machine_id";
    public static final String PLACEMENT = "placement_id";
    public static final String ACTION = "action_id";
    public static final String VENDOR = "vendor";
    public static final String OUTCOME = "outcome";

    private LogKeys() {}
}
