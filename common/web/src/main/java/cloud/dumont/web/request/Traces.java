package cloud.dumont.web.request;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The id that one cause keeps through all services: the trace id of a W3C {@code traceparent} header. It is in every log
 * line as {@code trace_id}, and goes along with every call to another service.
 */
public final class Traces {
    public static final String HEADER = "traceparent";
    static final String LOG_KEY = "trace_id";
    private static final Pattern PARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");
    private static final String NO_TRACE = "0".repeat(32);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Traces() {}

    /** The caller's trace, or a new one when its header is missing or none. */
    static String of(@Nullable String header) {
        if (header != null) {
            Matcher parent = PARENT.matcher(header);
            if (parent.matches() && !parent.group(1).equals(NO_TRACE)) {
                return parent.group(1);
            }
        }
        return random(16);
    }

    /** The header for a call that this request makes; a new trace outside of a request. */
    public static String onward() {
        String trace = MDC.get(LOG_KEY);
        return "00-" + (trace == null ? random(16) : trace) + "-" + random(8) + "-01";
    }

    private static String random(int bytes) {
        byte[] value = new byte[bytes];
        RANDOM.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}
