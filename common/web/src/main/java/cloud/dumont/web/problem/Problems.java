package cloud.dumont.web.problem;

import cloud.dumont.web.request.RequestIdFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** Writes RFC 9457 documents; the one place that knows their members. */
public final class Problems {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String TYPE_ROOT = "https://docs.dumont.cloud/errors/";

    private Problems() {}

    public static Map<String, Object> body(Refusal refusal, HttpServletRequest request) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", TYPE_ROOT + refusal.code());
        body.put("title", title(refusal.status()));
        body.put("status", refusal.status());
        body.put("code", refusal.code());
        body.put("detail", refusal.detail());
        body.put("instance", request.getRequestURI());
        body.put("request_id", RequestIdFilter.current(request));
        refusal.extras().forEach(body::putIfAbsent);
        return body;
    }

    public static ResponseEntity<Map<String, Object>> answer(Refusal refusal, HttpServletRequest request) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(refusal.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (refusal.extras().get("retry_after_s") instanceof Number seconds) {
            answer.header("Retry-After", seconds.toString());
        }
        return answer.body(body(refusal, request));
    }

    /** For filters, which stand outside of Spring MVC. */
    public static void write(Refusal refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(refusal.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (refusal.extras().get("retry_after_s") instanceof Number seconds) {
            response.setHeader("Retry-After", seconds.toString());
        }
        // Bytes, not a writer: the media type has no charset parameter, and a writer would add one.
        response.getOutputStream().write(MAPPER.writeValueAsBytes(body(refusal, request)));
    }

    private static String title(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? "Error" : known.getReasonPhrase();
    }
}
