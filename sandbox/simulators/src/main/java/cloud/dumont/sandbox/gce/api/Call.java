package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One request, taken apart.
 *
 * @param method as meant: a PATCH comes as a POST that says so in a header
 * @param rest of the path below the project: where, kind, name and verb; where has two parts, the second empty if global
 */
record Call(WireRequest request, String method, List<String> rest, Instant now) {
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final UUID ZERO = new UUID(0, 0);

    static Call of(WireRequest request, List<String> rest, Instant now) {
        String meant = request.header("X-HTTP-Method-Override");
        List<String> whole = new ArrayList<>(rest);
        if (rest.getFirst().equals("global")) {
            whole.add(1, "");
        }
        return new Call(request, meant == null ? request.method() : meant, List.copyOf(whole), now);
    }

    /** As operations name what they do. */
    String type() {
        return switch (method) {
            case "DELETE" -> "delete";
            case "PATCH" -> "patch";
            case "PUT" -> "update";
            default -> part(4).isEmpty() ? "insert" : part(4);
        };
    }

    /** What faults select by. */
    Map<String, String> facts() {
        return GceApi.facts(request);
    }

    /** Whether it asks for a change, and not for an operation that exists. */
    boolean changes() {
        return !method.equals("GET") && !part(2).equals("operations");
    }

    /** Where its operation is found. */
    String scope() {
        return part(0).equals("global") ? "global" : part(0) + "/" + part(1);
    }

    /** The kind of call and the client's own id for it; null: it has none. */
    @Nullable
    String requestKey() {
        String id = requestId();
        return id == null ? null : method + " " + part(2) + " " + part(4) + " " + id;
    }

    String part(int index) {
        return index < rest.size() ? rest.get(index) : "";
    }

    @Nullable
    String query(String name) {
        return request.query().get(name);
    }

    JsonNode body() {
        return Json.parse(request.body()).filter(JsonNode::isObject).orElseThrow(() -> ApiError.invalid("Parse Error"));
    }

    String name(JsonNode body) {
        String name = body.path("name").asString("");
        if (!NAME.matcher(name).matches()) {
            throw ApiError.invalid("Invalid value for field 'resource.name': '" + name
                    + "'. Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)'");
        }
        return name;
    }

    /** Null: the client sent none. */
    @Nullable
    String requestId() {
        String text = query("requestId");
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            if (text.length() == 36 && !UUID.fromString(text).equals(ZERO)) {
                return text;
            }
        } catch (IllegalArgumentException no) {
            throw badRequestId(text);
        }
        throw badRequestId(text);
    }

    private static ApiError badRequestId(String text) {
        return ApiError.invalid(
                "Invalid value for field 'requestId': '" + text + "'. The request ID must be a valid UUID.");
    }
}
