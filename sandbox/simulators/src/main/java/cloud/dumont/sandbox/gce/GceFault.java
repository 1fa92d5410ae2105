package cloud.dumont.sandbox.gce;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What can go wrong on demand. */
public enum GceFault {
    LOST_ANSWER("the call is done, the connection is cut before the answer"),
    LOST_REQUEST("the connection is cut before anything is done"),
    HANG("no answer for delay_s seconds (60), then the connection is cut; nothing is done"),
    REFUSE("an HTTP error of one's choice: status (403), reason (forbidden); nothing is done"),
    UNAVAILABLE("503 instead of an answer; nothing is done"),
    BACKEND_ERROR("500 instead of an answer; nothing is done"),
    THROTTLE("403 rateLimitExceeded; nothing is done"),
    ZONE_EXHAUSTED("the operation ends with ZONE_RESOURCE_POOL_EXHAUSTED; form=details for the longer code"),
    QUOTA("the operation ends with QUOTA_EXCEEDED"),
    OPERATION_ERROR("the operation ends with code (INTERNAL_ERROR) and status (500); nothing is done"),
    SLOW_OPERATION("the operation is not done before delay_s seconds (60)"),
    OP_ERROR_WITHOUT_STATUS("the operation ends with an error and no HTTP status"),
    OP_WITHOUT_STATUS("an operation is shown without its status"),
    OP_FORGOTTEN("404 for an operation that exists"),
    START_REFUSED("the host cannot start the box"),
    PORT_CLOSED_AFTER_RUNNING("sshd opens delay_s seconds after RUNNING"),
    PREEMPT("a Spot machine is taken"),
    LIST_PAGE_FAILS("a page of a list after the first answers 503"),
    UNKNOWN_WORDS("a status that no client knows yet");

    private final String effect;

    GceFault(String effect) {
        this.effect = effect;
    }

    public String kind() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Every kind with one sentence of what it does. */
    public static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (GceFault fault : values()) {
            kinds.put(fault.kind(), fault.effect);
        }
        return kinds;
    }
}
