package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.gce.GceFault;
import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists in pages. */
final class Pages {
    private static final int MOST = 500;

    private Pages() {}

    static WireAnswer.Reply answer(Call call, String kind, List<ObjectNode> all, Faults faults) {
        List<ObjectNode> found = ListFilter.of(call.query("filter")).of(all);
        int from = number(call.query("pageToken"), 0, 1_000_000);
        int most = Math.max(1, number(call.query("maxResults"), MOST, MOST));
        if (from > 0
                && faults.strike(GceFault.LIST_PAGE_FAILS.kind(), Map.of("path", kind))
                        .isPresent()) {
            throw ApiError.unavailable();
        }
        int to = Math.min(found.size(), from + most);
        ObjectNode page = Json.object();
        page.put("kind", kind);
        ArrayNode items = Json.array();
        found.subList(Math.min(from, to), to).forEach(items::add);
        if (!items.isEmpty()) {
            page.set("items", items);
        }
        if (to < found.size()) {
            page.put("nextPageToken", Integer.toString(to));
        }
        return WireAnswer.json(200, page);
    }

    private static int number(@org.jspecify.annotations.Nullable String text, int otherwise, int most) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("\\d{1,7}")) {
            throw ApiError.invalid("Invalid value for field: '" + text + "'.");
        }
        return Math.min(most, Integer.parseInt(text));
    }
}
