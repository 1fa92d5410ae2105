package cloud.dumont.provider.vastai;

import static cloud.dumont.provider.http.LenientJson.text;

import cloud.dumont.provider.RentedBox.Status;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The vendor's four status words as one of ours, for machines on demand. {@code actual_status} lags; {@code
 * intended_status} is a wish; {@code cur_state} and {@code next_state} are the hardware's allocation.
 */
final class VastStatus {
    private static final String STOPPED = "stopped";
    private static final String RELEASED = "unloaded";
    private static final Pattern CANNOT_START = Pattern.compile("error response from daemon|oci runtime create failed"
            + "|manifest unknown|manifest .*not found|pull access denied|no such image|failed to (pull|start|create)");

    private VastStatus() {}

    static Status of(JsonNode row) {
        String intended = word(row, "intended_status");
        if (word(row, "cur_state").equals(RELEASED) || word(row, "next_state").equals(RELEASED)) {
            return Status.TERMINATING;
        }
        boolean wantedDown = intended.equals(STOPPED);
        return switch (word(row, "actual_status")) {
            case "" -> wantedDown ? Status.STOPPED : Status.PROVISIONING;
            case "created", "loading" -> starting(row, wantedDown);
            case "running" -> wantedDown ? Status.STOPPING : Status.RUNNING;
            case "rebooting", "recycling" -> Status.PROVISIONING;
            case "exited", STOPPED -> Status.STOPPED;
            case "frozen", "unknown", "offline" -> Status.DEGRADED;
            default -> Status.UNKNOWN;
        };
    }

    private static Status starting(JsonNode row, boolean wantedDown) {
        if (CANNOT_START.matcher(word(row, "status_msg")).find()) {
            return Status.FAILED;
        }
        return wantedDown ? Status.STOPPING : Status.PROVISIONING;
    }

    private static String word(JsonNode row, String field) {
        return text(row, field).orElse("").toLowerCase(Locale.ROOT);
    }
}
