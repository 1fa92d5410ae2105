package cloud.dumont.provider.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One request. Prints as its endpoint: path, query and body may hold what nobody should read.
 *
 * @param path absolute, already encoded, below the base URL
 * @param query in order, values not yet encoded
 * @param body JSON; null for none
 */
public record VendorRequest(
        Endpoint endpoint,
        String method,
        String path,
        Map<String, String> query,
        @Nullable JsonNode body) {
    public VendorRequest {
        query = new LinkedHashMap<>(query);
    }

    public static VendorRequest get(Endpoint endpoint, String path, Map<String, String> query) {
        return new VendorRequest(endpoint, "GET", path, query, null);
    }

    public static VendorRequest post(Endpoint endpoint, String path, JsonNode body) {
        return new VendorRequest(endpoint, "POST", path, Map.of(), body);
    }

    public static VendorRequest put(Endpoint endpoint, String path, JsonNode body) {
        return new VendorRequest(endpoint, "PUT", path, Map.of(), body);
    }

    public static VendorRequest delete(Endpoint endpoint, String path) {
        return new VendorRequest(endpoint, "DELETE", path, Map.of(), null);
    }

    @Override
    public String toString() {
        return endpoint.name();
    }
}
