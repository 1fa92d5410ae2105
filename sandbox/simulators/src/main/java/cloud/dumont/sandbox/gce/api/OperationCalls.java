package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.gce.GceFault;
import cloud.dumont.sandbox.gce.operation.Operation;
import cloud.dumont.sandbox.gce.operation.Operations;
import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Operations as their clients see them. */
final class OperationCalls {
    private static final Duration PENDING = Duration.ofMillis(200);
    private final Operations operations;
    private final Faults faults;
    private final Links links;

    OperationCalls(Operations operations, Faults faults, Links links) {
        this.operations = operations;
        this.faults = faults;
        this.links = links;
    }

    WireAnswer.Reply answer(Call call, String scope, String name) {
        Operation operation = operations
                .find(scope, name)
                .filter(found -> faults.strike(GceFault.OP_FORGOTTEN.kind(), Map.of("path", found.target()))
                        .isEmpty())
                .orElseThrow(() -> ApiError.notFound(links.plain(scope + "/operations/" + name)));
        return WireAnswer.json(200, view(operation, call.now()));
    }

    WireAnswer.Reply list(Call call, String scope) {
        List<ObjectNode> items = operations.in(scope).stream()
                .map(operation -> view(operation, call.now()))
                .toList();
        return Pages.answer(call, "compute#operationList", items, faults);
    }

    /** Begins it unless this very request began it before. */
    Operation begin(Call call, String scope, String type, String target, long targetId) {
        String requestId = call.requestId();
        return operations.begin(
                scope, type, target, targetId, "standby@dumont.example", key(type, requestId), requestId, call.now());
    }

    @Nullable
    Operation repeated(Call call, String type) {
        String key = key(type, call.requestId());
        return key == null ? null : operations.repeated(key).orElse(null);
    }

    private static @Nullable String key(String type, @Nullable String requestId) {
        return requestId == null ? null : type + " " + requestId;
    }

    /** For changes that take no time worth a state of their own. */
    WireAnswer.Reply atOnce(Call call, Operation operation) {
        operations.end(operation.name(), null, call.now());
        return now(call, operation.name(), operation.scope());
    }

    WireAnswer.Reply now(Call call, String name, String scope) {
        return WireAnswer.json(200, view(operations.find(scope, name).orElseThrow(), call.now()));
    }

    ObjectNode view(Operation operation, Instant now) {
        Instant ended = operation.ended();
        boolean pending = ended == null && now.isBefore(operation.begun().plus(PENDING));
        ObjectNode view = Json.object();
        view.put("kind", "compute#operation");
        view.put("id", Long.toString(operation.id()));
        view.put("name", operation.name());
        String scope = operation.scope();
        if (!scope.equals("global")) {
            view.put(scope.startsWith("zones/") ? "zone" : "region", links.scope(scope));
        }
        view.put("operationType", operation.type());
        view.put("targetLink", operation.target());
        view.put("targetId", Long.toString(operation.targetId()));
        view.put("user", operation.user());
        if (operation.requestId() != null) {
            view.put("clientOperationId", operation.requestId());
        }
        if (faults.strike(GceFault.OP_WITHOUT_STATUS.kind(), Map.of("path", operation.target()))
                .isEmpty()) {
            view.put("status", ended != null ? "DONE" : pending ? "PENDING" : "RUNNING");
        }
        view.put("progress", ended != null ? 100 : 0);
        view.put("insertTime", Times.text(operation.begun()));
        view.put("startTime", Times.text(operation.begun()));
        if (ended != null) {
            view.put("endTime", Times.text(ended));
        }
        view.put("selfLink", links.scope(scope) + "/operations/" + operation.name());
        fail(view, operation);
        return view;
    }

    private static void fail(ObjectNode view, Operation operation) {
        if (operation.error() == null) {
            return;
        }
        view.set("error", Json.tree(Map.of("errors", operation.error())));
        Integer status = operation.httpStatus();
        if (status != null) {
            view.put("httpErrorStatusCode", status);
            view.put(
                    "httpErrorMessage",
                    switch (status) {
                        case 403 -> "FORBIDDEN";
                        case 503 -> "SERVICE UNAVAILABLE";
                        case 500 -> "INTERNAL SERVER ERROR";
                        default -> "BAD REQUEST";
                    });
        }
    }
}
