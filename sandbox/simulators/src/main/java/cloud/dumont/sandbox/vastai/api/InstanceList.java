package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The paged list of version 1: keyset cursor, at most 25 a page, filters on stored columns only. */
final class InstanceList {
    private static final int PAGE = 25;
    private static final int SMALL_PAGE = 5;
    private static final Set<String> STORED = Set.of(
            "id",
            "label",
            "actual_status",
            "intended_status",
            "cur_state",
            "next_state",
            "status_msg",
            "gpu_name",
            "verification",
            "machine_id",
            "host_id",
            "image_uuid",
            "image_runtype",
            "is_bid",
            "min_bid",
            "start_date",
            "end_date",
            "geolocation",
            "country_code",
            "public_ipaddr",
            "gpu_ram",
            "driver_version",
            "disk_space",
            "ssh_host",
            "ssh_port",
            "static_ip",
            "external");

    private record Order(String column, boolean descending) {}

    private InstanceList() {}

    static Reply answer(List<ObjectNode> instances, Map<String, String> query) {
        try {
            return page(instances, query);
        } catch (Filters.BadFilter bad) {
            return Answers.bad("invalid_request", bad.getMessage() == null ? "" : bad.getMessage());
        }
    }

    private static Reply page(List<ObjectNode> instances, Map<String, String> query) {
        JsonNode filters = json(query.getOrDefault("select_filters", "{}"), "select_filters");
        filters.properties().forEach(filter -> {
            requireStored(filter.getKey());
            Filters.requireOperators(filter.getKey(), filter.getValue());
        });
        List<Order> orders = orders(json(query.getOrDefault("order_by", "[]"), "order_by"));
        Comparator<ObjectNode> comparator = comparator(orders);
        List<ObjectNode> matching = instances.stream()
                .filter(view -> fits(view, filters))
                .sorted(comparator)
                .toList();
        String token = query.getOrDefault("after_token", "");
        Optional<ObjectNode> cursor = token.isEmpty() || token.equals("null") ? Optional.empty() : decode(token);
        if (!token.isEmpty() && !token.equals("null") && cursor.isEmpty()) {
            return Answers.bad("invalid_token", "Invalid pagination token");
        }
        List<ObjectNode> rest = matching.stream()
                .filter(view -> cursor.isEmpty() || comparator.compare(view, cursor.get()) > 0)
                .toList();
        List<ObjectNode> page = rest.stream().limit(limit(query)).toList();
        boolean more = rest.size() > page.size();
        return Answers.ok(body(matching, page, more ? encode(page.getLast(), orders) : null, columns(query)));
    }

    private static ObjectNode body(
            List<ObjectNode> matching, List<ObjectNode> page, @Nullable String next, List<String> columns) {
        ObjectNode body = Json.object();
        body.put("success", true);
        body.put("instances_found", page.size());
        body.put("total_instances", matching.size());
        Map<String, Integer> labels = new TreeMap<>();
        matching.forEach(view -> labels.merge(view.path("label").asString(""), 1, Integer::sum));
        body.set("label_counts", Json.tree(labels));
        body.put("next_token", next);
        ArrayNode array = body.putArray("instances");
        page.forEach(view -> array.add(select(view, columns)));
        return body;
    }

    private static ObjectNode select(ObjectNode view, List<String> columns) {
        if (columns.isEmpty() || columns.contains("*")) {
            return view;
        }
        ObjectNode selected = Json.object();
        columns.forEach(column -> selected.set(column, view.get(column)));
        return selected;
    }

    private static List<String> columns(Map<String, String> query) {
        List<String> columns = new ArrayList<>();
        json(query.getOrDefault("select_cols", "[]"), "select_cols").forEach(column -> columns.add(column.asString()));
        return columns;
    }

    private static boolean fits(ObjectNode view, JsonNode filters) {
        return filters.properties().stream()
                .allMatch(filter -> Filters.holds(filter.getKey(), view.get(filter.getKey()), filter.getValue()));
    }

    private static List<Order> orders(JsonNode directives) {
        List<Order> orders = new ArrayList<>();
        for (JsonNode directive : directives) {
            String column = directive.path("col").asString("");
            requireStored(column);
            orders.add(new Order(column, "desc".equals(directive.path("dir").asString(""))));
        }
        boolean tieBroken = orders.stream().anyMatch(order -> order.column().equals("id"));
        if (!tieBroken) {
            orders.add(new Order("id", false));
        }
        return orders;
    }

    private static void requireStored(String column) {
        if (!STORED.contains(column)) {
            throw new Filters.BadFilter("Error in query parameters: " + column + " is not a valid search key");
        }
    }

    private static Comparator<ObjectNode> comparator(List<Order> orders) {
        return orders.stream()
                .map(order -> {
                    Comparator<ObjectNode> step =
                            (left, right) -> compare(left.get(order.column()), right.get(order.column()));
                    return order.descending() ? step.reversed() : step;
                })
                .reduce(Comparator::thenComparing)
                .orElseThrow();
    }

    private static int compare(@Nullable JsonNode left, @Nullable JsonNode right) {
        if (left == null || left.isNull() || right == null || right.isNull()) {
            return Boolean.compare(right == null || right.isNull(), left == null || left.isNull());
        }
        return Filters.compare(left, right).orElse(0);
    }

    private static int limit(Map<String, String> query) {
        String text = query.getOrDefault("limit", Integer.toString(PAGE));
        try {
            int limit = Integer.parseInt(text);
            return limit <= 0 ? SMALL_PAGE : Math.min(limit, PAGE);
        } catch (NumberFormatException words) {
            throw new Filters.BadFilter("Error in query parameters: limit is not a number");
        }
    }

    private static JsonNode json(String text, String name) {
        return Json.parse(text)
                .orElseThrow(() -> new Filters.BadFilter("Error in query parameters: " + name + " is not JSON"));
    }

    private static String encode(ObjectNode last, List<Order> orders) {
        ObjectNode token = Json.object();
        ObjectNode values = token.putObject("values");
        orders.forEach(order -> values.set(order.column(), last.get(order.column())));
        return Base64.getEncoder().encodeToString(token.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<ObjectNode> decode(String token) {
        try {
            String text = new String(Base64.getDecoder().decode(token.replace(' ', '+')), StandardCharsets.UTF_8);
            return Json.parse(text)
                    .map(node -> node.get("values"))
                    .filter(ObjectNode.class::isInstance)
                    .map(ObjectNode.class::cast);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
