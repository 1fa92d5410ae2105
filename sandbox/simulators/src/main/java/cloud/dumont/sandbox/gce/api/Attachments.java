package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.gce.resource.Disks;
import cloud.dumont.sandbox.gce.resource.Resource;
import cloud.dumont.sandbox.gce.vm.Vm;
import cloud.dumont.sandbox.gce.vm.Vms;
import cloud.dumont.sandbox.wire.Json;
import java.util.List;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Disks of virtual machines: made by their insert, or brought along. */
final class Attachments {
    private final Disks disks;
    private final Vms vms;
    private final Links links;
    private final LongSupplier ids;

    Attachments(Disks disks, Vms vms, Links links, LongSupplier ids) {
        this.disks = disks;
        this.vms = vms;
        this.links = links;
        this.ids = ids;
    }

    /** What an insert asks for, with its disks made and named. */
    JsonNode made(Call call, JsonNode body, String zone, String machine) {
        ObjectNode spec = (ObjectNode) body.deepCopy();
        ArrayNode named = Json.array();
        int index = 0;
        for (JsonNode wanted : body.path("disks")) {
            named.add(named(wanted, zone, machine, index++));
        }
        for (JsonNode entry : named) {
            if (entry.has("initializeParams")) {
                make(call, entry, zone);
            }
        }
        spec.set("disks", named);
        return spec;
    }

    private ObjectNode named(JsonNode wanted, String zone, String machine, int index) {
        ObjectNode entry = (ObjectNode) wanted.deepCopy();
        entry.put("deviceName", wanted.path("deviceName").asString("persistent-disk-" + index));
        if (wanted.has("source")) {
            Resource disk = free(zone, Vm.last(wanted.path("source").asString()));
            return entry.put("source", url(zone, disk.name())).put("diskSizeGb", Long.toString(Disks.gb(disk)));
        }
        JsonNode params = wanted.path("initializeParams");
        String name = params.path("diskName").asString(index == 0 ? machine : machine + "-" + index);
        if (disks.find(zone, name).isPresent()) {
            throw ApiError.exists(links.plain("zones/" + zone + "/disks/" + name));
        }
        if (!entry.has("initializeParams")) {
            entry.set("initializeParams", Json.object());
        }
        long gb = params.path("diskSizeGb").asLong(Disks.USUAL_GB);
        return entry.put("source", url(zone, name)).put("diskSizeGb", Long.toString(gb));
    }

    private void make(Call call, JsonNode entry, String zone) {
        ObjectNode body = Json.object();
        body.put("name", Vm.last(entry.path("source").asString()));
        body.put("sizeGb", entry.path("diskSizeGb").asString());
        String type =
                Disks.typeOf(entry.path("initializeParams").path("diskType").asString(""));
        body.put("type", links.zone(zone) + "/diskTypes/" + type);
        JsonNode image = entry.path("initializeParams").path("sourceImage");
        if (image.isString()) {
            body.set("sourceImage", image);
        }
        Resource disk = new Resource(
                ids.getAsLong(), Disks.KIND, "zones/" + zone, body.path("name").asString(), body, call.now());
        disks.put(disk, !entry.path("autoDelete").asBoolean(false), call.now());
    }

    private Resource free(String zone, String name) {
        String path = links.plain("zones/" + zone + "/disks/" + name);
        Resource disk = disks.find(zone, name).orElseThrow(() -> ApiError.notFound(path));
        if (!users(disk).isEmpty()) {
            throw ApiError.inUse("The disk resource '" + path + "' is already being used by '"
                    + links.plain("zones/" + zone + "/instances/"
                            + users(disk).getFirst().name()) + "'");
        }
        return disk;
    }

    Vm attached(Vm vm, JsonNode body) {
        Resource disk = free(vm.zone(), Vm.last(body.path("source").asString("")));
        ObjectNode spec = (ObjectNode) vm.spec().deepCopy();
        int index = spec.path("disks").size();
        ObjectNode entry = Json.object();
        entry.put("source", url(vm.zone(), disk.name()));
        entry.put("deviceName", body.path("deviceName").asString("persistent-disk-" + index));
        entry.put("boot", body.path("boot").asBoolean(false));
        entry.put("autoDelete", body.path("autoDelete").asBoolean(false));
        entry.put("diskSizeGb", Long.toString(Disks.gb(disk)));
        spec.withArray("disks").add(entry);
        return vm.with(spec);
    }

    Vm detached(Call call, Vm vm) {
        String deviceName = String.valueOf(call.query("deviceName"));
        ObjectNode spec = (ObjectNode) vm.spec().deepCopy();
        ArrayNode left = Json.array();
        for (JsonNode entry : spec.path("disks")) {
            if (!entry.path("deviceName").asString().equals(deviceName)) {
                left.add(entry);
            }
        }
        if (left.size() == spec.path("disks").size()) {
            throw ApiError.invalid("Invalid value for field 'disk': '" + deviceName + "'. No attached disk found.");
        }
        spec.set("disks", left);
        vm.attachments().stream()
                .filter(it -> it.deviceName().equals(deviceName))
                .flatMap(it -> disks.find(vm.zone(), it.disk()).stream())
                .forEach(disk -> disks.put(disk, true, call.now()));
        return vm.with(spec);
    }

    List<Vm> users(Resource disk) {
        return vms.all().stream()
                .filter(vm -> disk.kind().equals(Disks.KIND) && disk.scope().equals("zones/" + vm.zone()))
                .filter(vm -> vm.attachments().stream().anyMatch(it -> it.disk().equals(disk.name())))
                .toList();
    }

    /** It grows where it is used, too. */
    void resize(Call call, Resource disk, long gb) {
        if (gb <= Disks.gb(disk)) {
            throw ApiError.invalid("Invalid value for field 'sizeGb': '" + gb
                    + "'. New disk size must be greater than current size '" + Disks.gb(disk) + "'.");
        }
        List<Vm> users = users(disk);
        boolean billed = users.stream()
                .flatMap(vm -> vm.attachments().stream())
                .anyMatch(it -> it.disk().equals(disk.name()) && it.onTheBill());
        disks.put(Disks.resized(disk, gb), !billed, call.now());
        for (Vm vm : users) {
            ObjectNode spec = (ObjectNode) vm.spec().deepCopy();
            for (JsonNode entry : spec.path("disks")) {
                if (Vm.last(entry.path("source").asString()).equals(disk.name())) {
                    ((ObjectNode) entry).put("diskSizeGb", Long.toString(gb));
                }
            }
            vms.put(vm.with(spec), call.now());
        }
    }

    private String url(String zone, String name) {
        return links.zone(zone) + "/disks/" + name;
    }
}
