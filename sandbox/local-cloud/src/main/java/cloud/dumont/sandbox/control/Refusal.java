package cloud.dumont.sandbox.control;

import java.util.LinkedHashMap;
import java.util.Map;

/** A call that the control API does not carry out, as a problem document. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private Refusal(int status, String code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
    }

    static Refusal notFound(String detail) {
        return new Refusal(404, "not_found", detail);
    }

    static Refusal malformed(String detail) {
        return new Refusal(400, "malformed", detail);
    }

    static Refusal wrongMethod(String method, String path) {
        return new Refusal(405, "method_not_allowed", "no " + method + " on " + path);
    }

    static Refusal forbidden(String detail) {
        return new Refusal(403, "forbidden", detail);
    }

    static Refusal notSupported(String detail) {
        return new Refusal(501, "not_supported", detail);
    }

    static Refusal failed(String detail) {
        return new Refusal(500, "failed", detail);
    }

    int status() {
        return status;
    }

    Map<String, Object> problem() {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("status", status);
        problem.put("code", code);
        problem.put("detail", String.valueOf(getMessage()));
        return problem;
    }
}
