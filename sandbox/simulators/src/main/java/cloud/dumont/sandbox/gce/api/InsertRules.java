package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.gce.catalogue.MachineTypes;
import cloud.dumont.sandbox.gce.resource.Resources;
import cloud.dumont.sandbox.gce.vm.Vm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What an insert of a virtual machine is refused for at once. */
final class InsertRules {
    private static final int VALUE = 256 << 10;
    private static final int TOTAL = 512_000;
    private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9-_]{1,127}");
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Pattern LABEL_VALUE = Pattern.compile("[a-z0-9_-]{0,63}");
    private final Resources resources;
    private final Links links;

    InsertRules(Resources resources, Links links) {
        this.resources = resources;
        this.links = links;
    }

    void check(JsonNode body, String zone) {
        String type = body.path("machineType").asString("");
        boolean partial = type.contains("zones/" + zone + "/machineTypes/");
        if (!partial || MachineTypes.find(Vm.last(type)).isEmpty()) {
            throw ApiError.invalid("Invalid value for field 'resource.machineType': '" + type
                    + "'. The referenced resource does not exist.");
        }
        if (body.path("disks").isEmpty()) {
            throw ApiError.invalid("Invalid value for field 'resource.disks': ''. No disks are specified.");
        }
        if (body.path("networkInterfaces").isEmpty()) {
            throw ApiError.invalid(
                    "Invalid value for field 'resource.networkInterfaces': ''. At least one network interface is required.");
        }
        body.path("networkInterfaces").forEach(this::checkNetwork);
        body.path("labels")
                .properties()
                .forEach(entry -> checkLabel(entry.getKey(), entry.getValue().asString()));
        checkMetadata(body.path("metadata"));
        checkScheduling(body.path("scheduling"));
    }

    static void checkLabel(String key, String value) {
        if (!LABEL.matcher(key).matches() || !LABEL_VALUE.matcher(value).matches()) {
            throw ApiError.invalid("Invalid value for field 'resource.labels': '" + key + "=" + value + "'.");
        }
    }

    private void checkNetwork(JsonNode networkInterface) {
        String subnetwork = networkInterface.path("subnetwork").asString("");
        String network = networkInterface.path("network").asString("");
        if (!subnetwork.isEmpty()) {
            String[] parts = subnetwork.split("/");
            String region = parts.length < 3 ? "" : parts[parts.length - 3];
            if (resources
                    .find("subnetworks", "regions/" + region, Vm.last(subnetwork))
                    .isEmpty()) {
                throw ApiError.notFound(links.plain("regions/" + region + "/subnetworks/" + Vm.last(subnetwork)));
            }
        }
        if (!network.isEmpty()
                && resources.find("networks", "global", Vm.last(network)).isEmpty()) {
            throw ApiError.notFound(links.plain("global/networks/" + Vm.last(network)));
        }
    }

    static void checkMetadata(JsonNode metadata) {
        int total = 0;
        for (JsonNode item : metadata.path("items")) {
            String key = item.path("key").asString("");
            int length = item.path("value").asString("").getBytes(StandardCharsets.UTF_8).length;
            total += key.length() + length;
            if (!KEY.matcher(key).matches() || length > VALUE) {
                throw ApiError.invalid("Invalid value for field 'resource.metadata.items': '" + key + "'.");
            }
        }
        if (total > TOTAL) {
            throw ApiError.invalid("Value for field 'resource.metadata' is too large: maximum size 512 KB.");
        }
    }

    private static void checkScheduling(JsonNode scheduling) {
        String action = scheduling.path("instanceTerminationAction").asString("STOP");
        if (!List.of("STOP", "DELETE").contains(action)) {
            throw ApiError.invalid(
                    "Invalid value for field 'resource.scheduling.instanceTerminationAction': '" + action + "'.");
        }
        boolean spot = scheduling.path("provisioningModel").asString("").equals("SPOT");
        if (spot && scheduling.path("automaticRestart").asBoolean(false)) {
            throw ApiError.invalid(
                    "Invalid value for field 'resource.scheduling': automaticRestart must be false for Spot VMs.");
        }
        if (spot && scheduling.path("onHostMaintenance").asString("TERMINATE").equals("MIGRATE")) {
            throw ApiError.invalid("Invalid value for field 'resource.scheduling': Spot VMs cannot migrate.");
        }
    }
}
