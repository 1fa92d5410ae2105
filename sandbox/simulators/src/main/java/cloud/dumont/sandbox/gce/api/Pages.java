package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.gce.GceFault;
import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Lists in pages. A token is the number of the next item. */
final class Pages {
    private static final int MOST = 500;

    private Pages() {}

    private record Page<T>(List<T> items, @Nullable String next) {}

    static WireAnswer.Reply answer(Call call, String kind, List<ObjectNode> all, Faults faults) {
        List<ObjectNode> found =
                new ArrayList<>(ListFilter.of(call.query("filter")).of(all));
        order(call.query("orderBy"), found);
        Page<ObjectNode> page = cut(call, kind, found, faults);
        ObjectNode answer = Json.object();
        answer.put("kind", kind);
        if (!page.items().isEmpty()) {
            page.items().forEach(answer.putArray("items")::add);
        }
        return finished(answer, page.next());
    }

    private record Placed(String zone, ObjectNode item) {}

    /** All zones in one list; a zone with nothing on this page says so. */
    static WireAnswer.Reply aggregated(
            Call call, String word, List<String> zones, Function<String, List<ObjectNode>> in, Faults faults) {
        ListFilter filter = ListFilter.of(call.query("filter"));
        List<Placed> found = zones.stream()
                .flatMap(zone -> filter.of(in.apply(zone)).stream().map(item -> new Placed(zone, item)))
                .toList();
        String kind = "compute#" + word + "AggregatedList";
        Page<Placed> page = cut(call, kind, found, faults);
        ObjectNode answer = Json.object();
        answer.put("kind", kind);
        ObjectNode items = answer.putObject("items");
        for (String zone : zones) {
            ObjectNode entry = items.putObject("zones/" + zone);
            page.items().stream()
                    .filter(placed -> placed.zone().equals(zone))
                    .forEach(placed -> entry.withArray(word + "s").add(placed.item()));
            if (entry.isEmpty()) {
                entry.putObject("warning")
                        .put("code", "NO_RESULTS_ON_PAGE")
                        .put("message", "There are no results for scope 'zones/" + zone + "' on this page.");
            }
        }
        return finished(answer, page.next());
    }

    private static WireAnswer.Reply finished(ObjectNode answer, @Nullable String next) {
        if (next != null) {
            answer.put("nextPageToken", next);
        }
        return WireAnswer.json(200, answer);
    }

    private static <T> Page<T> cut(Call call, String kind, List<T> found, Faults faults) {
        int from = number("pageToken", call.query("pageToken"), 0, 1_000_000);
        int most = Math.max(1, number("maxResults", call.query("maxResults"), MOST, MOST));
        if (from > 0
                && faults.strike(GceFault.LIST_PAGE_FAILS.kind(), Map.of("path", kind))
                        .isPresent()) {
            throw ApiError.unavailable();
        }
        int to = Math.min(found.size(), from + most);
        return new Page<>(found.subList(Math.min(from, to), to), to < found.size() ? Integer.toString(to) : null);
    }

    private static void order(@Nullable String by, List<ObjectNode> items) {
        switch (by == null ? "" : by) {
            case "" -> {}
            case "name" ->
                items.sort(Comparator.comparing(item -> item.path("name").asString("")));
            case "creationTimestamp desc" ->
                items.sort(Comparator.comparing((ObjectNode item) ->
                                item.path("creationTimestamp").asString(""))
                        .reversed());
            default -> throw ApiError.invalid("Invalid value for field 'orderBy': '" + by + "'.");
        }
    }

    private static int number(String field, @Nullable String text, int otherwise, int most) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("\\d{1,7}")) {
            throw ApiError.invalid("Invalid value for field '" + field + "': '" + text + "'.");
        }
        return Math.min(most, Integer.parseInt(text));
    }
}
