package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.gce.GceFault;
import cloud.dumont.sandbox.gce.operation.Failure;
import cloud.dumont.sandbox.gce.operation.Operation;
import cloud.dumont.sandbox.gce.operation.Operations;
import cloud.dumont.sandbox.gce.vm.VmPace;
import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Operations as their clients see them. */
final class OperationCalls {
    private static final String USER = "standby@dumont.example";
    private static final double PENDING = 0.2;
    private static final double QUICK = 0.8;
    private static final long SLOW = 60;
    private final Operations operations;
    private final VmPace pace;
    private final Faults faults;
    private final Links links;

    OperationCalls(Operations operations, VmPace pace, Faults faults, Links links) {
        this.operations = operations;
        this.pace = pace;
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

    Operation begin(Call call, String target, long targetId) {
        Instant earliest = faults.strike(GceFault.SLOW_OPERATION.kind(), call.facts())
                .map(fault -> call.now().plusSeconds(fault.number("delay_s", SLOW)))
                .orElseGet(() -> call.now().plus(pace.seconds(QUICK)));
        return operations.begin(
                call.scope(),
                call.type(),
                target,
                targetId,
                USER,
                call.requestKey(),
                call.requestId(),
                call.now(),
                earliest);
    }

    /** What this very request began before, or what a fault makes of it; empty: it is to be carried out. */
    Optional<WireAnswer.Reply> settled(Call call) {
        String key = call.requestKey();
        Optional<Operation> before = key == null ? Optional.empty() : operations.repeated(key);
        return before.map(operation -> now(call, operation))
                .or(() -> faults.strike(GceFault.OPERATION_ERROR.kind(), call.facts())
                        .map(fault -> fail(
                                call,
                                begin(call, links.scope(call.scope()) + "/" + call.part(2) + "/" + call.part(3), 0),
                                Failure.coded(
                                        fault.setting("code", "INTERNAL_ERROR"),
                                        Math.toIntExact(fault.number("status", 500))))));
    }

    WireAnswer.Reply fail(Call call, Operation operation, Failure failure) {
        operations.end(operation.name(), failure, call.now());
        return now(call, operation);
    }

    /** For changes that take no time worth a state of their own. */
    WireAnswer.Reply atOnce(Call call, Operation operation) {
        operations.end(operation.name(), null, call.now());
        return now(call, operation);
    }

    WireAnswer.Reply now(Call call, Operation operation) {
        Operation found = operations.find(operation.scope(), operation.name()).orElseThrow();
        return WireAnswer.json(200, view(found, call.now()));
    }

    ObjectNode view(Operation operation, Instant now) {
        boolean done = operation.isDone(now);
        boolean pending = now.isBefore(operation.begun().plus(pace.seconds(PENDING)));
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
            view.put("status", done ? "DONE" : pending ? "PENDING" : "RUNNING");
        }
        view.put("progress", done ? 100 : pending ? 0 : 50);
        view.put("insertTime", Times.text(operation.begun()));
        view.put("startTime", Times.text(operation.begun()));
        view.put("selfLink", links.scope(scope) + "/operations/" + operation.name());
        if (done) {
            operation.end().ifPresent(end -> view.put("endTime", Times.text(end)));
            showError(view, operation);
        }
        return view;
    }

    private static void showError(ObjectNode view, Operation operation) {
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
