package cloud.dumont.gateway.routes;

import cloud.dumont.gateway.limits.RateLimited;
import cloud.dumont.web.problem.Problems;
import cloud.dumont.web.problem.Refusal;
import cloud.dumont.web.problem.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.databind.json.JsonMapper;

/** Writes refusals; those for too many requests carry the type that is registered for them. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class DoorProblems {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(RefusedException e, HttpServletRequest request) {
        ResponseEntity<Map<String, Object>> answer = Problems.answer(e.refusal(), request);
        return e.refusal() instanceof RateLimited
                ? ResponseEntity.status(answer.getStatusCode())
                        .headers(answer.getHeaders())
                        .body(body(e.refusal(), request))
                : answer;
    }

    /** The answer broke off: its head is gone already, so the connection is cut, which is all that can still be said. */
    @ExceptionHandler
    void brokenOff(BrokenOff e, HttpServletRequest request) {
        request.setAttribute(BrokenOff.ATTRIBUTE, true);
    }

    static void write(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (refusal.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        if (!(refusal instanceof RateLimited limited)) {
            Problems.write(refusal, request, response);
            return;
        }
        response.setStatus(limited.status());
        response.setContentType("application/problem+json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Retry-After", Long.toString(limited.decision().retrySeconds()));
        response.getWriter().write(MAPPER.writeValueAsString(body(limited, request)));
    }

    private static Map<String, Object> body(Refusal refusal, HttpServletRequest request) {
        Map<String, Object> body = new LinkedHashMap<>(Problems.body(refusal, request));
        body.put("type", RateLimited.TYPE);
        return body;
    }
}
