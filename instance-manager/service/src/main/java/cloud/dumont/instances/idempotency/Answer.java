package cloud.dumont.instances.idempotency;

import java.util.Map;

/** What a request is answered with. @param body JSON */
public record Answer(int status, Map<String, String> headers, String body, boolean replayed) {
    public static Answer fresh(int status, Map<String, String> headers, String body) {
        return new Answer(status, headers, body, false);
    }
}
