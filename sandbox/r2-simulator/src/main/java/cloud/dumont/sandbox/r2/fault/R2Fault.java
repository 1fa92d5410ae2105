package cloud.dumont.sandbox.r2.fault;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Everything that can be made to go wrong at this store, by the name used on the control API. */
public enum R2Fault {
    ERROR_500(true, "a call is answered 500 InternalError and not done"),
    ERROR_503(true, "a call is answered 503 ServiceUnavailable and not done"),
    THROTTLE_429(true, "a call is answered 429 TooManyRequests and not done"),
    SLOW(true, "a call takes longer: latency_ms before it begins, bytes_per_s in both directions"),
    CUT(
            true,
            "the connection ends within the body of the request or of the answer (side, else the answer of a GET and the request of others), after_bytes into it (else half)"),
    LOST_ANSWER(true, "the call is done, and the connection is cut before the answer"),
    DENY(true, "a call is answered 403 AccessDenied and not done"),
    CLOCK_SKEW(true, "the store's clock is offset_s off, so signatures look old or early"),
    BIT_FLIP(
            false,
            "at once: one bit of the stored object key in bucket is turned over at offset (else its middle), bit 0-7"),
    DELETE_OBJECT(false, "at once: the object key in bucket is gone, whatever locks say"),
    TRUNCATE(false, "at once: the object key in bucket keeps its first size bytes (else half)"),
    SWAP_OBJECTS(false, "at once: the objects key and with in bucket exchange their bytes");

    private final boolean armed;
    private final String sentence;

    R2Fault(boolean armed, String sentence) {
        this.armed = armed;
        this.sentence = sentence;
    }

    /** Whether it waits for a call; the others happen when they are asked for. */
    boolean armed() {
        return armed;
    }

    /** The name on the control API, for example {@code lost_answer}. */
    public String kind() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<R2Fault> of(String kind) {
        return Arrays.stream(values())
                .filter(fault -> fault.kind().equals(kind))
                .findFirst();
    }

    /** Every kind with its sentence. */
    static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(fault -> kinds.put(fault.kind(), fault.sentence));
        return kinds;
    }
}
