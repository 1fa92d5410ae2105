package cloud.dumont.provider.http;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a vendor answered, whatever the status. Prints as its status: a body may hold secrets.
 *
 * @param text the body as it came
 * @param json the body as JSON, whatever the content type says; a missing node when it is none
 */
public record VendorAnswer(
        int status, String text, JsonNode json, @Nullable Duration retryAfterOrNull) {
    static VendorAnswer of(int status, String text, @Nullable Duration retryAfter) {
        return new VendorAnswer(status, text, LenientJson.parse(text).orElseGet(MissingNode::getInstance), retryAfter);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public boolean isJsonObject() {
        return json.isObject();
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfterOrNull);
    }

    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
