package cloud.dumont.instances.idempotency;

import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import cloud.dumont.web.request.IdempotencyKey;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads what commands have in common from requests, and writes their answers. */
@Component
public class Requests {
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;]\\s*)wait=(\\d{1,3})(?:$|[,;\\s])");
    private static final int LONGEST_WAIT_S = 60;
    private final JsonMapper mapper;

    public Requests(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** @param body read; the same fields in another order are the same request */
    public KeyedRequest keyed(Caller caller, HttpServletRequest request, Object body) {
        return new KeyedRequest(
                caller.user(),
                IdempotencyKey.of(request.getHeader(IdempotencyKey.HEADER)).orElse(null),
                IdempotencyKey.fingerprint(
                        request.getMethod(), request.getRequestURI(), mapper.writeValueAsString(body)));
    }

    /** How long the client wants to wait for the end: {@code ?wait=} or {@code Prefer: wait=}. */
    public Duration patience(HttpServletRequest request) {
        String asked = request.getParameter("wait");
        if (asked == null) {
            String prefer = request.getHeader("Prefer");
            Matcher matcher = prefer == null ? null : WAIT.matcher(prefer);
            asked = matcher != null && matcher.find() ? matcher.group(1) : "0";
        }
        try {
            int seconds = Integer.parseInt(asked);
            if (seconds >= 0 && seconds <= LONGEST_WAIT_S) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            throw invalidWait();
        }
        throw invalidWait();
    }

    private static RefusedException invalidWait() {
        return new RefusedException(
                new CommonRefusal.ValidationFailed("?wait", "out_of_range", "wait is 0 to 60 seconds."));
    }

    public String json(Object value) {
        return mapper.writeValueAsString(value);
    }

    public <T> T read(String body, Class<T> type) throws JacksonException {
        return mapper.readValue(body, type);
    }

    public ResponseEntity<byte[]> answer(Answer answer) {
        ResponseEntity.BodyBuilder builder =
                ResponseEntity.status(answer.status()).contentType(MediaType.APPLICATION_JSON);
        answer.headers().forEach(builder::header);
        if (answer.replayed()) {
            builder.header("Idempotency-Replayed", "true");
        }
        return builder.body(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /** @param given {@code If-Match} or {@code If-None-Match}; null: not given */
    public static boolean names(@Nullable String given, String etag) {
        if (given == null) {
            return false;
        }
        for (String one : given.split(",")) {
            String bare = one.strip();
            if (bare.equals("*") || bare.replaceFirst("^W/", "").equals("\"" + etag + "\"")) {
                return true;
            }
        }
        return false;
    }
}
