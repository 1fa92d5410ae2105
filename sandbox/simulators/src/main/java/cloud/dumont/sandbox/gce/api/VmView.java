package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.gce.GceFault;
import cloud.dumont.sandbox.gce.vm.Attachment;
import cloud.dumont.sandbox.gce.vm.Settings;
import cloud.dumont.sandbox.gce.vm.Vm;
import cloud.dumont.sandbox.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A virtual machine as its clients see it. */
final class VmView {
    /** An item of the metadata that only this cloud has: at which port of its natIP a machine's sshd is. */
    static final String SSH_PORT = "sandbox-ssh-port";

    private static final int NETWORK = 250;
    private final Links links;
    private final Faults faults;

    VmView(Links links, Faults faults) {
        this.links = links;
        this.faults = faults;
    }

    static String fingerprint(String what, int version) {
        byte[] bytes = (what + version).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(bytes);
    }

    ObjectNode of(Vm vm) {
        Settings settings = vm.settings();
        ObjectNode view = Json.object();
        view.put("kind", "compute#instance");
        view.put("id", Long.toString(vm.id()));
        view.put("name", vm.name());
        view.put("creationTimestamp", Times.text(vm.created()));
        view.put("zone", links.zone(vm.zone()));
        view.put("machineType", links.zone(vm.zone()) + "/machineTypes/" + settings.machineType());
        view.put("status", status(vm));
        view.put("selfLink", links.vm(vm.zone(), vm.name()));
        ObjectNode labels = view.putObject("labels");
        settings.labels().forEach(labels::put);
        view.put("labelFingerprint", fingerprint("l", settings.labelVersion()));
        metadata(view.putObject("metadata"), vm);
        copy(vm, view, "tags", "description", "canIpForward", "deletionProtection");
        scheduling(vm, view.putObject("scheduling"));
        network(vm, view);
        disks(vm, view.putArray("disks"));
        if (vm.box().ran() != null) {
            view.put("lastStartTimestamp", Times.text(vm.box().ran()));
        }
        return view;
    }

    private String status(Vm vm) {
        return faults.strike(GceFault.UNKNOWN_WORDS.kind(), Map.of("label", vm.name(), "ref", vm.ref()))
                .map(fault -> fault.setting("word", "BRAND_NEW"))
                .orElse(vm.phase().status().name());
    }

    private static void metadata(ObjectNode view, Vm vm) {
        Settings settings = vm.settings();
        view.put("kind", "compute#metadata");
        view.put("fingerprint", fingerprint("m", settings.metadataVersion()));
        ArrayNode items = view.putArray("items");
        settings.metadata()
                .forEach((key, value) -> items.addObject().put("key", key).put("value", value));
        if (vm.box().address() != null) {
            items.addObject()
                    .put("key", SSH_PORT)
                    .put("value", Integer.toString(vm.box().sshPort()));
        }
    }

    private static void copy(Vm vm, ObjectNode view, String... fields) {
        for (String field : fields) {
            JsonNode value = vm.spec().path(field);
            if (!value.isMissingNode()) {
                view.set(field, value);
            }
        }
    }

    private static void scheduling(Vm vm, ObjectNode view) {
        vm.spec().path("scheduling").properties().forEach(entry -> view.set(entry.getKey(), entry.getValue()));
        view.put("preemptible", vm.isSpot());
        view.put("provisioningModel", vm.isSpot() ? "SPOT" : "STANDARD");
    }

    private void network(Vm vm, ObjectNode view) {
        ArrayNode interfaces = view.putArray("networkInterfaces");
        int number = 0;
        for (JsonNode wanted : vm.spec().path("networkInterfaces")) {
            ObjectNode shown = interfaces.addObject();
            shown.put("kind", "compute#networkInterface");
            shown.put("name", "nic" + number++);
            for (String field : new String[] {"network", "subnetwork"}) {
                if (wanted.has(field)) {
                    shown.put(field, links.scope(tail(wanted.path(field).asString())));
                }
            }
            shown.put("networkIP", "10.128." + vm.id() % NETWORK + "." + (2 + vm.id() / NETWORK % NETWORK));
            ArrayNode access = shown.putArray("accessConfigs");
            for (JsonNode config : wanted.path("accessConfigs")) {
                ObjectNode out = access.addObject();
                config.properties().forEach(entry -> out.set(entry.getKey(), entry.getValue()));
                out.put("kind", "compute#accessConfig");
                if (vm.box().address() != null) {
                    out.put("natIP", vm.box().address());
                }
            }
        }
    }

    /** Below the project. */
    private static String tail(String url) {
        int at = url.indexOf("/projects/");
        String path = at < 0 ? url : url.substring(at + "/projects/".length());
        if (at < 0 && !path.startsWith("projects/")) {
            return path;
        }
        String below = path.startsWith("projects/") ? path.substring("projects/".length()) : path;
        return below.substring(below.indexOf('/') + 1);
    }

    private void disks(Vm vm, ArrayNode view) {
        int index = 0;
        for (Attachment attachment : vm.attachments()) {
            ObjectNode disk = view.addObject();
            disk.put("kind", "compute#attachedDisk");
            disk.put("index", index++);
            disk.put("type", "PERSISTENT");
            disk.put("mode", "READ_WRITE");
            disk.put("boot", attachment.boot());
            disk.put("autoDelete", attachment.autoDelete());
            disk.put("deviceName", attachment.deviceName());
            disk.put("diskSizeGb", Long.toString(attachment.gb()));
            disk.put("source", links.zone(vm.zone()) + "/disks/" + attachment.disk());
        }
    }
}
