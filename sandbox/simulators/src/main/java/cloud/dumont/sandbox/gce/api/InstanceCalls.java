package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.gce.catalogue.Zones;
import cloud.dumont.sandbox.gce.operation.Operation;
import cloud.dumont.sandbox.gce.vm.Phase;
import cloud.dumont.sandbox.gce.vm.Vm;
import cloud.dumont.sandbox.gce.vm.VmLife;
import cloud.dumont.sandbox.gce.vm.VmStatus;
import cloud.dumont.sandbox.gce.vm.Vms;
import cloud.dumont.sandbox.wire.WireAnswer;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Everything about virtual machines. */
final class InstanceCalls {
    private final Vms vms;
    private final VmLife life;
    private final OperationCalls operations;
    private final SettingCalls settings;
    private final InsertRules rules;
    private final Attachments attachments;
    private final VmView view;
    private final Faults faults;
    private final Links links;
    private final LongSupplier ids;

    InstanceCalls(
            Vms vms,
            VmLife life,
            OperationCalls operations,
            InsertRules rules,
            Attachments attachments,
            Faults faults,
            Links links,
            LongSupplier ids) {
        this.vms = vms;
        this.life = life;
        this.operations = operations;
        this.settings = new SettingCalls(vms, attachments, operations, links);
        this.rules = rules;
        this.attachments = attachments;
        this.view = new VmView(links, faults);
        this.faults = faults;
        this.links = links;
        this.ids = ids;
    }

    WireAnswer.Reply collection(Call call, String zone) {
        return switch (call.method()) {
            case "GET" ->
                Pages.answer(
                        call,
                        "compute#instanceList",
                        vms.in(zone).stream().map(view::of).toList(),
                        faults);
            case "POST" -> insert(call, zone);
            default -> throw ApiError.notFound(call.request().path());
        };
    }

    private WireAnswer.Reply insert(Call call, String zone) {
        JsonNode body = call.body();
        String name = call.name(body);
        rules.check(body, zone);
        if (vms.find(zone, name).isPresent()) {
            throw ApiError.exists(links.plain("zones/" + zone + "/instances/" + name));
        }
        JsonNode spec = attachments.made(call, body, zone, name);
        long id = ids.getAsLong();
        Operation operation = operations.begin(call, links.vm(zone, name), id);
        Phase phase = new Phase(VmStatus.PROVISIONING, null, false, operation.name());
        life.provision(Vm.inserted(id, zone, spec, phase, call.now()), operation.name(), call.now());
        return operations.now(call, operation);
    }

    WireAnswer.Reply one(Call call, String zone, String name, String verb) {
        if (call.method().equals("GET") && verb.isEmpty()) {
            return WireAnswer.json(200, view.of(vm(zone, name)));
        }
        if (call.method().equals("GET") && verb.equals("serialPort")) {
            return serialPort(vm(zone, name));
        }
        Vm vm = vm(zone, name);
        return settings.answer(call, vm, call.type()).orElseGet(() -> command(call, vm, call.type()));
    }

    private Vm vm(String zone, String name) {
        return vms.find(zone, name)
                .orElseThrow(() -> ApiError.notFound(links.plain("zones/" + zone + "/instances/" + name)));
    }

    private static WireAnswer.Reply serialPort(Vm vm) {
        String text = vm.box().ran() == null ? "" : "Debian GNU/Linux 12 " + vm.name() + " ttyS0\r\n";
        return WireAnswer.json(
                200,
                Map.of(
                        "kind",
                        "compute#serialPortOutput",
                        "contents",
                        text,
                        "start",
                        "0",
                        "next",
                        Integer.toString(text.length())));
    }

    private WireAnswer.Reply command(Call call, Vm vm, String type) {
        VmStatus status = vm.phase().status();
        Change change = switch (type) {
            case "delete" -> life::delete;
            case "start" -> from(vm, status, VmStatus.TERMINATED, VmStatus.RUNNING, life::provision);
            case "resume" -> from(vm, status, VmStatus.SUSPENDED, null, life::provision);
            case "stop" ->
                status == VmStatus.SUSPENDED
                        ? life::stop
                        : from(vm, status, VmStatus.RUNNING, VmStatus.TERMINATED, life::stop);
            case "suspend" -> from(vm, status, VmStatus.RUNNING, null, life::suspend);
            case "reset" -> from(vm, status, VmStatus.RUNNING, null, life::reset);
            case "simulateMaintenanceEvent" ->
                from(vm, status, VmStatus.RUNNING, null, (it, op, now) -> life.maintain(it, now));
            default -> throw ApiError.notFound(call.request().path());
        };
        Operation operation = operations.begin(call, links.vm(vm.zone(), vm.name()), vm.id());
        if (change == null || type.equals("simulateMaintenanceEvent")) {
            if (change != null) {
                change.begin(vm, null, call.now());
            }
            return operations.atOnce(call, operation);
        }
        change.begin(vm, operation.name(), call.now());
        return operations.now(call, operation);
    }

    private interface Change {
        void begin(Vm vm, @Nullable String operation, Instant now);
    }

    /** @param already where there is nothing to do @return null then */
    private @Nullable Change from(
            Vm vm, VmStatus status, VmStatus needed, @Nullable VmStatus already, @Nullable Change change) {
        if (status == needed) {
            return change;
        }
        if (status == already) {
            return null;
        }
        throw ApiError.notReady(links.plain("zones/" + vm.zone() + "/instances/" + vm.name()));
    }

    WireAnswer.Reply aggregated(Call call) {
        return Pages.aggregated(
                call,
                "instance",
                Zones.all(),
                zone -> vms.in(zone).stream().map(view::of).toList(),
                faults);
    }
}
