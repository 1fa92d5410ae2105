package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireAnswer.Reply;
import tools.jackson.databind.node.ObjectNode;

/** The vendor's answers in its own shapes, its inconsistencies included. */
final class Answers {
    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int MISSING = 404;
    private static final int GONE = 410;
    private static final int THROTTLED = 429;

    private Answers() {}

    static Reply ok(Object body) {
        return json(OK, body);
    }

    static Reply done() {
        ObjectNode body = Json.object();
        body.put("success", true);
        return ok(body);
    }

    static Reply error(int status, String error, String msg) {
        return json(status, envelope(error, msg));
    }

    static Reply bad(String error, String msg) {
        return error(BAD, error, msg);
    }

    static ObjectNode envelope(String error, String msg) {
        ObjectNode body = Json.object();
        body.put("success", false);
        body.put("error", error);
        body.put("msg", msg);
        return body;
    }

    static Reply unauthorized() {
        return error(401, "auth_error", "Invalid user key");
    }

    static Reply noSuchAsk(long offer) {
        ObjectNode body = envelope(
                "invalid_args", "error 404/3603: no_such_ask Instance type by id " + offer + " is not available.");
        body.put("ask_id", offer);
        return json(MISSING, body);
    }

    static Reply askGone(long offer) {
        ObjectNode body = envelope(
                "no_such_ask", "error 410/3907: no_such_ask Instance type " + offer + " is no longer available.");
        body.put("ask_id", offer);
        return json(GONE, body);
    }

    static Reply noSuchInstance() {
        return error(MISSING, "no_such_instance", "Instance with that ID does not exist.");
    }

    static Reply deprecated() {
        return error(GONE, "deprecated_endpoint", "This endpoint has been deprecated. Use /api/v1/instances/ instead.");
    }

    static Reply throttledPlain(double threshold) {
        return WireAnswer.text(THROTTLED, "API requests too frequent: endpoint threshold=" + threshold);
    }

    static Reply throttledJson(double threshold) {
        ObjectNode body = Json.object();
        body.put("detail", "API requests too frequent endpoint threshold=" + threshold);
        return json(THROTTLED, body);
    }

    private static Reply json(int status, Object body) {
        return WireAnswer.json(status, body);
    }
}
