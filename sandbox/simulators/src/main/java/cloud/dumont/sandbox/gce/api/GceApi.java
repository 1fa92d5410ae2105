package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.gce.GceFault;
import cloud.dumont.sandbox.gce.catalogue.Zones;
import cloud.dumont.sandbox.gce.operation.Operations;
import cloud.dumont.sandbox.gce.resource.Disks;
import cloud.dumont.sandbox.gce.resource.Resources;
import cloud.dumont.sandbox.gce.vm.Capacity;
import cloud.dumont.sandbox.gce.vm.VmLife;
import cloud.dumont.sandbox.gce.vm.VmPace;
import cloud.dumont.sandbox.gce.vm.Vms;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Knows the endpoints, lets faults strike, asks for the token and counts calls. Under the cloud's lock. */
public final class GceApi {
    private static final String PREFIX = "/compute/v1/projects/";
    private static final List<String> GLOBAL = List.of("firewalls", "networks", "snapshots");
    private final String project;
    private @Nullable String token;
    private final int callsPerMinute;
    private final Faults faults;
    private final Links links;
    private final InstanceCalls instances;
    private final ResourceCalls resourceCalls;
    private final OperationCalls operationCalls;
    private final CatalogueCalls catalogue;
    private long minute;
    private int calls;

    /** @param project the one that exists @param token null: none is asked for */
    public GceApi(
            String project,
            @Nullable String token,
            int callsPerMinute,
            Vms vms,
            VmLife life,
            Operations operations,
            Resources resources,
            Disks disks,
            Capacity capacity,
            VmPace pace,
            Faults faults,
            LongSupplier ids) {
        this.project = project;
        this.token = token;
        this.callsPerMinute = callsPerMinute;
        this.faults = faults;
        this.links = Links.of(project);
        this.operationCalls = new OperationCalls(operations, pace, faults, links);
        Attachments attachments = new Attachments(disks, vms, links, ids);
        this.instances = new InstanceCalls(
                vms, life, operationCalls, new InsertRules(resources, links), attachments, faults, links, ids);
        this.resourceCalls =
                new ResourceCalls(resources, disks, vms, capacity, attachments, operationCalls, faults, links, ids);
        this.catalogue = new CatalogueCalls(faults, links);
    }

    public WireAnswer answer(WireRequest request, Instant now) {
        Map<String, String> facts = facts(request);
        if (faults.strike(GceFault.LOST_REQUEST.kind(), facts).isPresent()) {
            return new WireAnswer.Cut();
        }
        WireAnswer answer = guarded(request, facts, now);
        boolean lost = faults.strike(GceFault.LOST_ANSWER.kind(), facts).isPresent();
        return lost ? new WireAnswer.Cut() : answer;
    }

    /** What faults select calls by. */
    public static Map<String, String> facts(WireRequest request) {
        return Map.of("path", request.path(), "method", request.method());
    }

    public void requireToken(String next) {
        token = next;
    }

    /** The same without faults, and not counted: what a call that waits sees. */
    public WireAnswer look(WireRequest request, Instant now) {
        try {
            return dispatch(request, now);
        } catch (ApiError refused) {
            return refused.answer();
        }
    }

    private WireAnswer guarded(WireRequest request, Map<String, String> facts, Instant now) {
        try {
            admit(request, facts, now);
            return dispatch(request, now);
        } catch (ApiError refused) {
            return refused.answer();
        }
    }

    private void admit(WireRequest request, Map<String, String> facts, Instant now) {
        if (token != null && !token.equals(request.key())) {
            throw ApiError.unauthenticated();
        }
        long current = now.getEpochSecond() / 60;
        calls = current == minute ? calls + 1 : 1;
        minute = current;
        if (calls > callsPerMinute
                || faults.strike(GceFault.THROTTLE.kind(), facts).isPresent()) {
            throw ApiError.throttled();
        }
        if (faults.strike(GceFault.UNAVAILABLE.kind(), facts).isPresent()) {
            throw ApiError.unavailable();
        }
        if (faults.strike(GceFault.BACKEND_ERROR.kind(), facts).isPresent()) {
            throw ApiError.backend();
        }
        faults.strike(GceFault.REFUSE.kind(), facts).ifPresent(fault -> {
            throw ApiError.of(Math.toIntExact(fault.number("status", 403)), fault.setting("reason", "forbidden"));
        });
    }

    private WireAnswer.Reply dispatch(WireRequest request, Instant now) {
        if (!request.path().startsWith(PREFIX)) {
            throw ApiError.notFound(request.path());
        }
        List<String> parts = List.of(request.path().substring(PREFIX.length()).split("/"));
        if (!parts.getFirst().equals(project)) {
            throw ApiError.forbidden(parts.getFirst());
        }
        if (parts.size() < 2) {
            throw ApiError.notFound(request.path());
        }
        Call call = Call.of(request, parts.subList(1, parts.size()), now);
        Optional<WireAnswer.Reply> settled = call.changes() ? operationCalls.settled(call) : Optional.empty();
        return settled.orElseGet(() -> route(call));
    }

    private WireAnswer.Reply route(Call call) {
        return switch (call.part(0)) {
            case "zones" -> inZone(call);
            case "regions" -> inRegion(call);
            case "global" -> scoped(call, "global", GLOBAL);
            case "aggregated" -> {
                if (!call.part(1).equals("instances")) {
                    throw ApiError.notFound(call.request().path());
                }
                yield instances.aggregated(call);
            }
            default -> throw ApiError.notFound(call.request().path());
        };
    }

    private WireAnswer.Reply inZone(Call call) {
        String zone = call.part(1);
        if (zone.isEmpty()) {
            return catalogue.zones(call);
        }
        if (!Zones.exists(zone)) {
            throw ApiError.notFound(links.plain("zones/" + zone));
        }
        String name = call.part(3);
        return switch (call.part(2)) {
            case "" -> catalogue.zone(zone);
            case "instances" ->
                name.isEmpty() ? instances.collection(call, zone) : instances.one(call, zone, name, call.part(4));
            case "machineTypes" -> catalogue.machineTypes(call, zone, name);
            default -> scoped(call, "zones/" + zone, List.of("disks"));
        };
    }

    private WireAnswer.Reply inRegion(Call call) {
        String region = call.part(1);
        if (!Zones.regionExists(region)) {
            throw ApiError.notFound(links.plain("regions/" + region));
        }
        return scoped(call, "regions/" + region, List.of("subnetworks"));
    }

    /** Operations and things that simply exist; their kind is the third part. */
    private WireAnswer.Reply scoped(Call call, String scope, List<String> kinds) {
        String kind = call.part(2);
        String name = call.part(3);
        if (kind.equals("operations")) {
            return name.isEmpty() ? operationCalls.list(call, scope) : operationCalls.answer(call, scope, name);
        }
        if (!kinds.contains(kind)) {
            throw ApiError.notFound(call.request().path());
        }
        return name.isEmpty()
                ? resourceCalls.collection(call, kind, scope)
                : resourceCalls.one(call, kind, scope, name, call.part(4));
    }
}
