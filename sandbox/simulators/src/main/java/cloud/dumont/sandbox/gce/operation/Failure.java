package cloud.dumont.sandbox.gce.operation;

import cloud.dumont.sandbox.wire.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Why an operation ended without its effect, inside an answer of HTTP 200. @param errors a list @param httpStatus null: left out */
public record Failure(JsonNode errors, @Nullable Integer httpStatus) {
    private static final String HELP = "https://cloud.google.com/compute/docs/resource-error";

    public static Failure exhausted(
            String project, String zone, String machineType, List<String> available, boolean details) {
        String code = details ? "ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS" : "ZONE_RESOURCE_POOL_EXHAUSTED";
        String message = "The zone 'projects/" + project + "/zones/" + zone
                + "' does not have enough resources available to fulfill the request.  "
                + "Try a different zone, or try again later.";
        String local = "A " + machineType + " VM instance is currently unavailable in the " + zone
                + " zone. Consider trying your request in " + String.join(", ", available) + " zone(s).";
        return one(
                code,
                message,
                503,
                List.of(
                        Map.of(
                                "help",
                                Map.of(
                                        "links",
                                        List.of(Map.of("description", "Troubleshooting documentation", "url", HELP)))),
                        Map.of("localizedMessage", Map.of("locale", "en-US", "message", local)),
                        Map.of(
                                "errorInfo",
                                Map.of(
                                        "reason",
                                        "resource_availability",
                                        "domain",
                                        "compute.googleapis.com",
                                        "metadatas",
                                        Map.of(
                                                "vmType",
                                                machineType,
                                                "zone",
                                                zone,
                                                "zonesAvailable",
                                                String.join(",", available),
                                                "attachment",
                                                "")))));
    }

    public static Failure quota(String metric, String region, double limit) {
        return one(
                "QUOTA_EXCEEDED",
                "Quota '" + metric + "' exceeded.  Limit: " + limit + " in region " + region + ".",
                403,
                List.of(Map.of(
                        "quotaInfo",
                        Map.of(
                                "metricName",
                                "compute.googleapis.com/" + metric.toLowerCase(java.util.Locale.ROOT),
                                "limitName",
                                metric.replace('_', '-') + "-per-project-region",
                                "dimensions",
                                Map.of("region", region),
                                "limit",
                                limit))));
    }

    public static Failure inUse(String message) {
        return one("RESOURCE_IN_USE_BY_ANOTHER_RESOURCE", message, 400, List.of());
    }

    public static Failure internal() {
        return one("INTERNAL_ERROR", "Internal error. Please try again or contact Google Support.", 500, List.of());
    }

    /** Any code that clients may meet. */
    public static Failure coded(String code, int status) {
        return one(code, "The operation failed: " + code + ".", status, List.of());
    }

    /** Some answers forget the status, and clients that look at nothing else take them for success. */
    public Failure withoutStatus() {
        return new Failure(errors, null);
    }

    private static Failure one(String code, String message, int status, List<?> details) {
        Map<String, Object> error = details.isEmpty()
                ? Map.of("code", code, "message", message)
                : Map.of("code", code, "message", message, "errorDetails", details);
        return new Failure(Json.tree(List.of(error)), status);
    }
}
