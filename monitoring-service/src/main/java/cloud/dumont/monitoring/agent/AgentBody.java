package cloud.dumont.monitoring.agent;

import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.web.problem.RefusedException;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.core.JacksonException;

/** The protocol's own JSON dialect, whatever the rest of the service speaks: unknown fields are from a newer agent. */
public final class AgentBody {
    private static final int MAX_BYTES = 256 * 1024;

    private AgentBody() {}

    /**
     * @param complete whether every field that has to be there is there
     * @throws RefusedException {@code malformed_json}
     */
    public static <T> T read(byte[] body, Class<T> type, Function<T, Boolean> complete) {
        if (body.length > MAX_BYTES) {
            throw new RefusedException(new AgentRefusal.MalformedBody("The body is too large."));
        }
        try {
            T value = AgentJson.mapper().readValue(body, type);
            if (value != null && complete.apply(value)) {
                return value;
            }
        } catch (JacksonException e) {
            throw new RefusedException(new AgentRefusal.MalformedBody("The body is not what the protocol says."));
        }
        throw new RefusedException(new AgentRefusal.MalformedBody("The body lacks a field."));
    }

    public static ResponseEntity<byte[]> answer(Object value) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(AgentJson.mapper().writeValueAsBytes(value));
    }
}
