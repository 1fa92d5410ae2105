package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.wire.WireAnswer;
import java.util.List;
import java.util.Map;

/** A call that is refused at once, in the form in which every error of this API comes. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String reason;

    private ApiError(int status, String reason, String message) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    static ApiError invalid(String message) {
        return new ApiError(400, "invalid", message);
    }

    static ApiError notReady(String url) {
        return new ApiError(400, "resourceNotReady", "The resource '" + url + "' is not ready");
    }

    static ApiError inUse(String message) {
        return new ApiError(400, "resourceInUseByAnotherResource", message);
    }

    static ApiError unauthenticated() {
        return new ApiError(
                401,
                "authError",
                "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.");
    }

    static ApiError forbidden(String project) {
        return new ApiError(
                403, "forbidden", "Required 'compute.projects.get' permission for 'projects/" + project + "'");
    }

    static ApiError throttled() {
        return new ApiError(
                403,
                "rateLimitExceeded",
                "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'compute.googleapis.com'.");
    }

    static ApiError quota(String metric, double limit) {
        return new ApiError(403, "quotaExceeded", "Quota '" + metric + "' exceeded.  Limit: " + limit + " globally.");
    }

    static ApiError notFound(String url) {
        return new ApiError(404, "notFound", "The resource '" + url + "' was not found");
    }

    static ApiError exists(String url) {
        return new ApiError(409, "alreadyExists", "The resource '" + url + "' already exists");
    }

    static ApiError stale(String what) {
        return new ApiError(
                412, "conditionNotMet", "Supplied fingerprint does not match current " + what + " fingerprint.");
    }

    static ApiError of(int status, String reason) {
        return new ApiError(status, reason, "The request is refused: " + reason + ".");
    }

    static ApiError backend() {
        return new ApiError(500, "backendError", "Internal Error");
    }

    static ApiError unavailable() {
        return new ApiError(503, "backendError", "The service is currently unavailable.");
    }

    WireAnswer.Reply answer() {
        String message = String.valueOf(getMessage());
        return WireAnswer.json(
                status,
                Map.of(
                        "error",
                        Map.of(
                                "code",
                                status,
                                "message",
                                message,
                                "errors",
                                List.of(Map.of("message", message, "domain", "global", "reason", reason)))));
    }
}
