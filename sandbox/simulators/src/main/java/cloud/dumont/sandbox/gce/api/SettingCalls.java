package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.gce.catalogue.MachineTypes;
import cloud.dumont.sandbox.gce.operation.Operation;
import cloud.dumont.sandbox.gce.vm.Settings;
import cloud.dumont.sandbox.gce.vm.Vm;
import cloud.dumont.sandbox.gce.vm.VmStatus;
import cloud.dumont.sandbox.gce.vm.Vms;
import cloud.dumont.sandbox.wire.WireAnswer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Changes of a virtual machine that take no time: labels, metadata, size. */
final class SettingCalls {
    private final Vms vms;
    private final Attachments attachments;
    private final OperationCalls operations;
    private final Links links;

    SettingCalls(Vms vms, Attachments attachments, OperationCalls operations, Links links) {
        this.vms = vms;
        this.attachments = attachments;
        this.operations = operations;
        this.links = links;
    }

    /** Empty: it is no such call. */
    Optional<WireAnswer.Reply> answer(Call call, Vm vm, String type) {
        return Optional.ofNullable(changed(call, vm, type)).map(next -> {
            vms.put(next, call.now());
            Operation operation = operations.begin(call, links.vm(vm.zone(), vm.name()), vm.id());
            return operations.atOnce(call, operation);
        });
    }

    private @Nullable Vm changed(Call call, Vm vm, String type) {
        return switch (type) {
            case "attachDisk" -> attachments.attached(vm, call.body());
            case "detachDisk" -> attachments.detached(call, vm);
            default -> {
                Settings settings = changed(call, vm.settings(), vm.phase().status(), type);
                yield settings == null ? null : vm.with(settings);
            }
        };
    }

    private static @Nullable Settings changed(Call call, Settings now, VmStatus status, String type) {
        return switch (type) {
            case "setLabels" -> {
                JsonNode body = call.body();
                fresh(body.path("labelFingerprint"), "l", now.labelVersion(), "labels");
                Map<String, String> labels = new LinkedHashMap<>();
                body.path("labels")
                        .properties()
                        .forEach(entry ->
                                labels.put(entry.getKey(), entry.getValue().asString()));
                labels.forEach(InsertRules::checkLabel);
                yield now.withLabels(labels);
            }
            case "setMetadata" -> {
                JsonNode body = call.body();
                fresh(body.path("fingerprint"), "m", now.metadataVersion(), "metadata");
                InsertRules.checkMetadata(body);
                Map<String, String> items = Vm.items(body);
                items.remove(VmView.SSH_PORT);
                yield now.withMetadata(items);
            }
            case "setMachineType" -> {
                String wanted = Vm.last(call.body().path("machineType").asString(""));
                if (status != VmStatus.TERMINATED) {
                    throw ApiError.inUse("Instance is starting or running and cannot be changed.");
                }
                if (MachineTypes.find(wanted).isEmpty()) {
                    throw ApiError.invalid("Invalid value for field 'resource.machineType': '" + wanted + "'.");
                }
                yield now.withMachineType(wanted);
            }
            default -> null;
        };
    }

    private static void fresh(JsonNode shown, String what, int version, String word) {
        if (!shown.asString("").equals(VmView.fingerprint(what, version))) {
            throw ApiError.stale(word);
        }
    }
}
