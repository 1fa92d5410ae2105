package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.gce.operation.Failure;
import cloud.dumont.sandbox.gce.resource.Disks;
import cloud.dumont.sandbox.gce.resource.Resource;
import cloud.dumont.sandbox.gce.resource.Resources;
import cloud.dumont.sandbox.gce.vm.Capacity;
import cloud.dumont.sandbox.gce.vm.Vm;
import cloud.dumont.sandbox.gce.vm.Vms;
import cloud.dumont.sandbox.wire.WireAnswer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Firewall rules, networks, subnetworks, disks and snapshots: they are there or not. */
final class ResourceCalls {
    private final Resources resources;
    private final Disks disks;
    private final Vms vms;
    private final Capacity capacity;
    private final Attachments attachments;
    private final OperationCalls operations;
    private final ResourceRules rules;
    private final ResourceView view;
    private final Faults faults;
    private final Links links;
    private final LongSupplier ids;

    ResourceCalls(
            Resources resources,
            Disks disks,
            Vms vms,
            Capacity capacity,
            Attachments attachments,
            OperationCalls operations,
            Faults faults,
            Links links,
            LongSupplier ids) {
        this.resources = resources;
        this.disks = disks;
        this.vms = vms;
        this.capacity = capacity;
        this.attachments = attachments;
        this.operations = operations;
        this.rules = new ResourceRules(resources, links);
        this.view = new ResourceView(attachments, links);
        this.faults = faults;
        this.links = links;
        this.ids = ids;
    }

    WireAnswer.Reply collection(Call call, String kind, String scope) {
        return switch (call.method()) {
            case "GET" ->
                Pages.answer(
                        call,
                        "compute#" + ResourceView.one(kind) + "List",
                        resources.of(kind, scope).stream().map(view::of).toList(),
                        faults);
            case "POST" -> insert(call, kind, scope, call.body());
            default -> throw ApiError.notFound(call.request().path());
        };
    }

    private WireAnswer.Reply insert(Call call, String kind, String scope, JsonNode body) {
        String name = call.name(body);
        ObjectNode whole = rules.completed(kind, scope, body);
        if (resources.find(kind, scope, name).isPresent()) {
            throw ApiError.exists(links.plain(scope + "/" + kind + "/" + name));
        }
        String metric = kind.toUpperCase(Locale.ROOT);
        if (resources.count(kind) + 1 > capacity.limit(metric)) {
            throw ApiError.quota(metric, capacity.limit(metric));
        }
        Resource made = new Resource(ids.getAsLong(), kind, scope, name, whole, call.now());
        if (!kind.equals(Disks.KIND)) {
            resources.put(made);
            return done(call, made);
        }
        Optional<Failure> full = capacity.overDisks(
                Disks.metric(Disks.type(made)), Disks.gb(made), Vm.last(scope), resources.of(Disks.KIND));
        if (full.isPresent()) {
            return operations.fail(call, operations.begin(call, view.url(made), made.id()), full.get());
        }
        disks.put(made, true, call.now());
        return done(call, made);
    }

    WireAnswer.Reply one(Call call, String kind, String scope, String name, String verb) {
        Resource found = resources
                .find(kind, scope, name)
                .orElseThrow(() -> ApiError.notFound(links.plain(scope + "/" + kind + "/" + name)));
        return switch (call.method() + " " + (kind.equals(Disks.KIND) ? verb : "")) {
            case "GET " -> WireAnswer.json(200, view.of(found));
            case "DELETE " -> {
                refuseWhileUsed(found);
                disks.remove(found, call.now());
                yield done(call, found);
            }
            case "PATCH " -> patch(call, found);
            case "POST resize" -> {
                attachments.resize(call, found, call.body().path("sizeGb").asLong(0));
                yield done(call, found);
            }
            case "POST createSnapshot" -> snapshot(call, found);
            default -> throw ApiError.notFound(call.request().path());
        };
    }

    private WireAnswer.Reply snapshot(Call call, Resource disk) {
        ObjectNode body = (ObjectNode) call.body();
        body.put("sourceDisk", view.url(disk));
        body.put("sourceDiskId", Long.toString(disk.id()));
        body.put("diskSizeGb", Long.toString(Disks.gb(disk)));
        return insert(call, "snapshots", "global", body);
    }

    private WireAnswer.Reply patch(Call call, Resource found) {
        ObjectNode next = found.body().deepCopy();
        call.body().properties().forEach(entry -> next.set(entry.getKey(), entry.getValue()));
        ObjectNode whole = rules.completed(found.kind(), found.scope(), next);
        resources.put(new Resource(found.id(), found.kind(), found.scope(), found.name(), whole, found.created()));
        return done(call, found);
    }

    private void refuseWhileUsed(Resource resource) {
        boolean used = vms.all().stream().anyMatch(vm -> uses(vm, resource))
                || !attachments.users(resource).isEmpty()
                || resource.kind().equals("networks")
                        && resources.all().stream()
                                .anyMatch(other -> Vm.last(
                                                other.body().path("network").asString(""))
                                        .equals(resource.name()));
        if (used) {
            throw ApiError.inUse("The " + ResourceView.one(resource.kind()) + " resource '" + view.plain(resource)
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

    private WireAnswer.Reply done(Call call, Resource resource) {
        return operations.atOnce(call, operations.begin(call, view.url(resource), resource.id()));
    }
}
