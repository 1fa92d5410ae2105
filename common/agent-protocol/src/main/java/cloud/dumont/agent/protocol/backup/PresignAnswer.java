package cloud.dumont.agent.protocol.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * URLs in the order of the request.
 *
 * @param expiresAt by the platform's clock
 */
public record PresignAnswer(List<Signed> put, List<Signed> get, Instant expiresAt) {
    /** @param headers to be sent exactly so */
    public record Signed(String name, String url, Map<String, String> headers) {}
}
