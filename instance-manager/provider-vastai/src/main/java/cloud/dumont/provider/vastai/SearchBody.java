package cloud.dumont.provider.vastai;

import cloud.dumont.provider.OfferQuery;
import cloud.dumont.provider.http.LenientJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A search for everything on demand that we would rent: verified, free, with the disk, and with ports of its own. */
final class SearchBody {
    /** Without direct ports a box has no way in but the vendor's proxy, and no second port. */
    private static final int LEAST_PORTS = 2;

    private SearchBody() {}

    static ObjectNode of(OfferQuery query, int limit) {
        ObjectNode body = LenientJson.mapper().createObjectNode();
        body.put("limit", limit);
        body.put("type", "on-demand");
        body.put("allocated_storage", query.diskGb());
        body.putArray("order").add(pair("dph_total", "asc")).add(pair("score", "desc"));
        body.putObject("verified").put("eq", true);
        body.putObject("external").put("eq", false);
        body.putObject("rentable").put("eq", true);
        body.putObject("num_gpus").put("gte", 1);
        body.putObject("disk_space").put("gte", query.diskGb());
        body.putObject("direct_port_count").put("gte", LEAST_PORTS);
        return body;
    }

    private static JsonNode pair(String field, String direction) {
        return LenientJson.mapper().createArrayNode().add(field).add(direction);
    }
}
