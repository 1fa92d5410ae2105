package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.gce.operation.Operation;
import cloud.dumont.sandbox.gce.resource.Resource;
import cloud.dumont.sandbox.gce.resource.Resources;
import cloud.dumont.sandbox.gce.vm.Capacity;
import cloud.dumont.sandbox.gce.vm.Vm;
import cloud.dumont.sandbox.gce.vm.Vms;
import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Firewall rules, networks, subnetworks, disks and snapshots: they are there or not. */
final class ResourceCalls {
    private final Resources resources;
    private final Vms vms;
    private final Capacity capacity;
    private final OperationCalls operations;
    private final Faults faults;
    private final Links links;
    private final LongSupplier ids;

    ResourceCalls(
            Resources resources,
            Vms vms,
            Capacity capacity,
            OperationCalls operations,
            Faults faults,
            Links links,
            LongSupplier ids) {
        this.resources = resources;
        this.vms = vms;
        this.capacity = capacity;
        this.operations = operations;
        this.faults = faults;
        this.links = links;
        this.ids = ids;
    }

    WireAnswer.Reply collection(Call call, String kind, String scope) {
        return switch (call.method()) {
            case "GET" ->
                Pages.answer(
                        call,
                        "compute#" + kind.substring(0, kind.length() - 1) + "List",
                        resources.of(kind, scope).stream().map(this::view).toList(),
                        faults);
            case "POST" -> insert(call, kind, scope, call.body(), "insert");
            default -> throw ApiError.notFound(call.request().path());
        };
    }

    private WireAnswer.Reply insert(Call call, String kind, String scope, JsonNode body, String type) {
        Operation before = operations.repeated(call, type + " " + kind);
        if (before != null) {
            return operations.now(call, before.name(), before.scope());
        }
        String name = call.name(body);
        if (resources.find(kind, scope, name).isPresent()) {
            throw ApiError.exists(links.plain(scope + "/" + kind + "/" + name));
        }
        String metric = kind.toUpperCase(Locale.ROOT);
        if (resources.count(kind) + 1 > capacity.limit(metric)) {
            throw ApiError.quota(metric, capacity.limit(metric));
        }
        Resource made = new Resource(ids.getAsLong(), kind, scope, name, (ObjectNode) body, call.now());
        resources.put(made);
        return done(call, made, type + " " + kind);
    }

    WireAnswer.Reply one(Call call, String kind, String scope, String name, String verb) {
        String type = call.method().equals("DELETE") ? "delete" : verb.isEmpty() ? "patch" : verb;
        Operation before = call.method().equals("GET") ? null : operations.repeated(call, type + " " + kind);
        if (before != null) {
            return operations.now(call, before.name(), before.scope());
        }
        Resource found = resources
                .find(kind, scope, name)
                .orElseThrow(() -> ApiError.notFound(links.plain(scope + "/" + kind + "/" + name)));
        return switch (call.method()) {
            case "GET" -> WireAnswer.json(200, view(found));
            case "DELETE" -> {
                refuseWhileUsed(found);
                resources.remove(found);
                yield done(call, found, "delete " + kind);
            }
            case "PATCH", "POST" -> change(call, found, type);
            default -> throw ApiError.notFound(call.request().path());
        };
    }

    private WireAnswer.Reply change(Call call, Resource found, String type) {
        if (type.equals("createSnapshot")) {
            return insert(call, "snapshots", "global", call.body(), type);
        }
        JsonNode body = call.body();
        ObjectNode next = found.body().deepCopy();
        body.properties()
                .forEach(entry -> next.set(type.equals("resize") ? "sizeGb" : entry.getKey(), entry.getValue()));
        resources.put(new Resource(found.id(), found.kind(), found.scope(), found.name(), next, found.created()));
        return done(call, found, type + " " + found.kind());
    }

    private void refuseWhileUsed(Resource resource) {
        boolean used = vms.all().stream().anyMatch(vm -> uses(vm, resource))
                || resource.kind().equals("networks")
                        && resources.all().stream()
                                .anyMatch(other -> !other.kind().equals("networks")
                                        && Vm.last(other.body().path("network").asString(""))
                                                .equals(resource.name()));
        if (used) {
            throw ApiError.inUse("The " + resource.kind() + " resource '"
                    + links.plain(resource.scope() + "/" + resource.kind() + "/" + resource.name())
                    + "' is already being used by another resource.");
        }
    }

    private static boolean uses(Vm vm, Resource resource) {
        String field = switch (resource.kind()) {
            case "networks" -> "network";
            case "subnetworks" -> "subnetwork";
            default -> "";
        };
        for (JsonNode networkInterface : vm.spec().path("networkInterfaces")) {
            if (!field.isEmpty()
                    && Vm.last(networkInterface.path(field).asString("")).equals(resource.name())) {
                return true;
            }
        }
        return false;
    }

    private WireAnswer.Reply done(Call call, Resource resource, String type) {
        Operation operation = operations.begin(
                call,
                resource.scope(),
                type,
                links.scope(resource.scope()) + "/" + resource.kind() + "/" + resource.name(),
                resource.id());
        return operations.atOnce(call, operation);
    }

    private ObjectNode view(Resource resource) {
        ObjectNode view = Json.object();
        view.put(
                "kind",
                "compute#" + resource.kind().substring(0, resource.kind().length() - 1));
        view.put("id", Long.toString(resource.id()));
        resource.body().properties().forEach(entry -> view.set(entry.getKey(), entry.getValue()));
        view.put("creationTimestamp", Times.text(resource.created()));
        view.put("selfLink", links.scope(resource.scope()) + "/" + resource.kind() + "/" + resource.name());
        if (List.of("disks", "snapshots").contains(resource.kind())) {
            view.put("status", "READY");
        }
        return view;
    }
}
