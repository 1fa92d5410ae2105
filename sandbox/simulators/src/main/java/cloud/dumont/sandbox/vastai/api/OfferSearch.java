package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.vastai.market.Market;
import cloud.dumont.sandbox.vastai.market.Offer;
import cloud.dumont.sandbox.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers a search over the market; only what is listed and free is an offer. */
final class OfferSearch {
    private static final int DEFAULT_LIMIT = 64;
    private static final BigDecimal DEFAULT_STORAGE = BigDecimal.valueOf(8);
    private static final Set<String> CONTROLS = Set.of(
            "limit",
            "type",
            "order",
            "allocated_storage",
            "disable_bundling",
            "chunked",
            "georegion",
            "client_id",
            "resource_type");
    /** Names that clients filter by and the answer carries under another name or another shape. */
    private static final Map<String, String> ALIASES = Map.of(
            "dph",
            "dph_total",
            "driver_version",
            "driver_vers",
            "geolocation",
            "country_code",
            "gpu_totalram",
            "gpu_total_ram");

    private OfferSearch() {}

    /** @throws Filters.BadFilter when the query cannot be understood */
    static ArrayNode answer(Market market, JsonNode query, Instant now) {
        BigDecimal storage = decimal(query.get("allocated_storage")).orElse(DEFAULT_STORAGE);
        boolean bids =
                Set.of("bid", "interruptible").contains(query.path("type").asString(""));
        List<Offer> listed = market.offers();
        listed.stream().findFirst().ifPresent(offer -> check(OfferView.of(offer, storage, now), query));
        Stream<ObjectNode> found = listed.stream()
                .filter(offer -> !bids || offer.bids())
                .map(offer -> OfferView.of(offer, storage, now))
                .filter(view -> fits(view, query));
        ArrayNode offers = Json.array();
        found.sorted(order(query.path("order"))).limit(limit(query)).forEach(offers::add);
        return offers;
    }

    /** A misspelt field must not depend on what the other filters let through. */
    private static void check(ObjectNode sample, JsonNode query) {
        query.properties().stream()
                .filter(entry -> !CONTROLS.contains(entry.getKey()))
                .forEach(entry -> {
                    requireField(sample, entry.getKey());
                    Filters.requireOperators(entry.getKey(), entry.getValue());
                });
    }

    private static void requireField(ObjectNode sample, String field) {
        boolean computed = field.equals("verified") || field.equals("datacenter");
        if (!computed && !sample.has(ALIASES.getOrDefault(field, field))) {
            throw new Filters.BadFilter("Error in query parameters: " + field + " is not a valid search key");
        }
    }

    private static boolean fits(ObjectNode view, JsonNode query) {
        boolean unverified = query.has("verified") || query.has("verification");
        if (!unverified && !view.path("verification").asString().equals("verified")) {
            return false;
        }
        return query.properties().stream()
                .filter(entry ->
                        !CONTROLS.contains(entry.getKey()) && !entry.getValue().isNull())
                .allMatch(entry -> fits(view, entry.getKey(), entry.getValue()));
    }

    private static boolean fits(ObjectNode view, String field, JsonNode operators) {
        if (!operators.isObject()) {
            return Filters.holds(field, value(view, field), Json.object().set("eq", operators));
        }
        return Filters.holds(field, value(view, field), operators);
    }

    private static @Nullable JsonNode value(ObjectNode view, String field) {
        return switch (field) {
            case "verified" -> Json.tree(view.path("verification").asString().equals("verified"));
            case "datacenter" -> Json.tree(view.path("hosting_type").asInt() == 1);
            default -> view.get(ALIASES.getOrDefault(field, field));
        };
    }

    private static Comparator<ObjectNode> order(JsonNode directives) {
        List<Comparator<ObjectNode>> steps = new ArrayList<>();
        for (JsonNode directive : directives) {
            String field = directive.path(0).asString("score");
            String name = ALIASES.getOrDefault(field, field);
            Comparator<ObjectNode> step = Comparator.comparing(view -> sortable(view.get(name)));
            steps.add("desc".equals(directive.path(1).asString("asc")) ? step.reversed() : step);
        }
        if (steps.isEmpty()) {
            steps.add(Comparator.<ObjectNode, BigDecimal>comparing(view -> sortable(view.get("score")))
                    .reversed());
        }
        return steps.stream()
                .reduce(Comparator::thenComparing)
                .orElseThrow()
                .thenComparing(view -> view.path("id").asLong());
    }

    private static BigDecimal sortable(@Nullable JsonNode node) {
        return node != null && node.isNumber() ? node.decimalValue() : BigDecimal.ZERO;
    }

    private static int limit(JsonNode query) {
        int limit = decimal(query.get("limit")).map(BigDecimal::intValue).orElse(DEFAULT_LIMIT);
        return limit > 0 ? limit : DEFAULT_LIMIT;
    }

    static Optional<BigDecimal> decimal(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    node.isNumber()
                            ? node.decimalValue()
                            : new BigDecimal(node.asString("").trim()));
        } catch (NumberFormatException words) {
            return Optional.empty();
        }
    }
}
