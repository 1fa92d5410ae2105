package cloud.dumont.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns every failure of a request into a problem document; what it does not know is a 500 without detail, logged once. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public class ProblemAdvice {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(RefusedException e, HttpServletRequest request) {
        return Problems.answer(e.refusal(), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unreadable(HttpMessageNotReadableException e, HttpServletRequest request) {
        return Problems.answer(describe(e.getCause()), request);
    }

    private static Refusal describe(@org.jspecify.annotations.Nullable Throwable cause) {
        return switch (cause) {
            case UnrecognizedPropertyException unknown ->
                fields(
                        "unknown_field",
                        "The field " + unknown.getPropertyName() + " is not known here.",
                        pointer(unknown),
                        "unknown_field");
            case StreamReadException broken -> new SimpleRefusal("malformed_json", 400, "The body is not valid JSON.");
            case JacksonException wrong ->
                fields("validation_failed", "A field has a value of the wrong form.", pointer(wrong), "invalid");
            case null, default -> new SimpleRefusal("malformed_json", 400, "The body is missing or not valid JSON.");
        };
    }

    private static Refusal fields(String code, String detail, String pointer, String reason) {
        return new SimpleRefusal(
                code,
                400,
                detail,
                Map.of("errors", List.of(Map.of("pointer", pointer, "code", reason, "detail", detail))));
    }

    private static String pointer(JacksonException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? Integer.toString(step.getIndex()) : step.getPropertyName())
                .collect(Collectors.joining("/", "#/", ""));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> invalid(MethodArgumentNotValidException e, HttpServletRequest request) {
        List<Map<String, String>> errors = e.getBindingResult().getAllErrors().stream()
                .map(error -> Map.of(
                        "pointer",
                        error instanceof FieldError field ? "#/" + snake(field.getField()) : "#",
                        "code",
                        "invalid",
                        "detail",
                        String.valueOf(error.getDefaultMessage())))
                .toList();
        return Problems.answer(
                new SimpleRefusal("validation_failed", 400, "Some fields are not valid.", Map.of("errors", errors)),
                request);
    }

    private static String snake(String field) {
        return field.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replace('.', '/').toLowerCase(java.util.Locale.ROOT);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> invalid(HandlerMethodValidationException e, HttpServletRequest request) {
        return Problems.answer(new SimpleRefusal("validation_failed", 400, "A parameter is not valid."), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> mismatch(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        // An id in the path that is not even of the right form is just another thing that is not here.
        return e.getParameter().hasParameterAnnotation(PathVariable.class)
                ? Problems.answer(new CommonRefusal.NotFound(), request)
                : Problems.answer(
                        fields(
                                "validation_failed",
                                "The parameter " + e.getName() + " has the wrong form.",
                                "?" + e.getName(),
                                "invalid"),
                        request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> binding(ServletRequestBindingException e, HttpServletRequest request) {
        return Problems.answer(
                new SimpleRefusal("validation_failed", 400, "A parameter or header is missing or not valid."), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> noRoute(NoResourceFoundException e, HttpServletRequest request) {
        return Problems.answer(new CommonRefusal.NotFound(), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> method(HttpRequestMethodNotSupportedException e, HttpServletRequest request) {
        return Problems.answer(
                new SimpleRefusal("method_not_allowed", 405, e.getMethod() + " is not possible here."), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> mediaType(HttpMediaTypeNotSupportedException e, HttpServletRequest request) {
        return Problems.answer(new SimpleRefusal("unsupported_media_type", 415, "Send application/json."), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> accept(HttpMediaTypeNotAcceptableException e, HttpServletRequest request) {
        return Problems.answer(
                new SimpleRefusal("not_acceptable", 406, "This cannot be given in the form you accept."), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> size(MaxUploadSizeExceededException e, HttpServletRequest request) {
        return Problems.answer(new SimpleRefusal("too_large", 413, "The body is too large."), request);
    }

    @ExceptionHandler
    void clientLeft(AsyncRequestNotUsableException e) {
        log.debug("client went away");
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unexpected(Exception e, HttpServletRequest request) {
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            return Problems.answer(
                    new SimpleRefusal("validation_failed", known.getStatusCode().value(), "The request is not valid."),
                    request);
        }
        log.error("request failed unexpectedly", e);
        return Problems.answer(
                new SimpleRefusal(
                        "internal", 500, "Something went wrong on our side; nothing is known to have changed."),
                request);
    }
}
