package cloud.dumont.sandbox.gce.resource;

import cloud.dumont.sandbox.gce.catalogue.Zones;
import cloud.dumont.sandbox.wire.Json;
import java.time.Instant;
import java.util.function.LongSupplier;
import tools.jackson.databind.node.ObjectNode;

/** The network that each project begins with. */
public final class DefaultNetwork {
    private static final String NAME = "default";

    private DefaultNetwork() {}

    /** Does nothing where it is, or was. */
    public static void lay(Resources resources, LongSupplier ids, Instant now) {
        if (!resources.all().isEmpty()) {
            return;
        }
        ObjectNode network = Json.object().put("name", NAME).put("autoCreateSubnetworks", true);
        resources.put(new Resource(ids.getAsLong(), "networks", "global", NAME, network, now));
        int number = 0;
        for (String region : Zones.regions()) {
            ObjectNode subnetwork =
                    Json.object().put("name", NAME).put("ipCidrRange", "10." + (128 + number++) + ".0.0/20");
            subnetwork.put("region", region);
            resources.put(new Resource(ids.getAsLong(), "subnetworks", "regions/" + region, NAME, subnetwork, now));
        }
    }
}
