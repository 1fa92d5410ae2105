package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.gce.resource.Disks;
import cloud.dumont.sandbox.gce.resource.Resources;
import cloud.dumont.sandbox.gce.vm.Vm;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is refused of firewall rules, subnetworks and disks, and what is added to them that was left out. */
final class ResourceRules {
    private final Resources resources;
    private final Links links;

    ResourceRules(Resources resources, Links links) {
        this.resources = resources;
        this.links = links;
    }

    /** As it is kept. */
    ObjectNode completed(String kind, String scope, JsonNode body) {
        ObjectNode whole = (ObjectNode) body.deepCopy();
        switch (kind) {
            case "firewalls" -> firewall(whole);
            case "subnetworks" -> {
                require(whole, "network");
                require(whole, "ipCidrRange");
                network(whole);
                whole.put("region", links.scope(scope));
            }
            case Disks.KIND -> {
                whole.put("sizeGb", Long.toString(whole.path("sizeGb").asLong(Disks.USUAL_GB)));
                String type = Disks.typeOf(whole.path("type").asString(""));
                whole.put("type", links.scope(scope) + "/diskTypes/" + type);
                whole.put("zone", links.scope(scope));
            }
            default -> {}
        }
        return whole;
    }

    private void firewall(ObjectNode rule) {
        if (rule.path("allowed").isEmpty() == rule.path("denied").isEmpty()) {
            throw ApiError.invalid("Exactly one of 'allowed' and 'denied' must be set in 'resource'.");
        }
        for (String list : List.of("allowed", "denied")) {
            rule.path(list).forEach(entry -> require(entry, "IPProtocol"));
        }
        if (!rule.has("network")) {
            rule.put("network", "global/networks/default");
        }
        network(rule);
        if (!rule.has("direction")) {
            rule.put("direction", "INGRESS");
        }
        if (!rule.has("priority")) {
            rule.put("priority", 1000);
        }
    }

    private void network(ObjectNode body) {
        String name = Vm.last(body.path("network").asString(""));
        if (resources.find("networks", "global", name).isEmpty()) {
            throw ApiError.notFound(links.plain("global/networks/" + name));
        }
        body.put("network", links.scope("global/networks/" + name));
    }

    private static void require(JsonNode body, String field) {
        if (body.path(field).asString("").isEmpty()) {
            throw ApiError.invalid("Invalid value for field 'resource." + field + "': ''. It must be set.");
        }
    }
}
