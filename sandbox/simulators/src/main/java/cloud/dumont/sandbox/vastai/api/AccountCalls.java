package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.meter.MeteredResource;
import cloud.dumont.sandbox.vastai.account.Account;
import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer.Reply;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Money of the account: what is left and what was charged. */
final class AccountCalls {
    private static final int AMOUNT_DECIMALS = 3;

    private final Desk desk;

    AccountCalls(Desk desk) {
        this.desk = desk;
    }

    Reply user(Account account, Instant now) {
        ObjectNode body = Json.object();
        body.put("id", account.id());
        body.put("key_id", account.id() * 10);
        body.put("username", "customer" + account.id());
        body.put("email", "customer" + account.id() + "@example.org");
        body.put("credit", desk.credit(account, now).setScale(2, RoundingMode.FLOOR));
        body.put("balance", BigDecimal.ZERO);
        body.put("balance_threshold", BigDecimal.ZERO);
        body.put("has_billing", true);
        body.put(
                "ssh_key",
                account.keys().isEmpty() ? null : account.keys().getFirst().key());
        body.put("sid", "sid-" + account.id());
        return Answers.ok(body);
    }

    /** One row a contract; only whole contracts that overlap the asked days. */
    Reply charges(Account account, Map<String, String> query, Instant now) {
        JsonNode day = Json.parse(query.getOrDefault("select_filters", "{}"))
                .map(filters -> filters.path("day"))
                .orElseGet(Json::object);
        if (!day.has("gte") || !day.has("lte")) {
            return Answers.bad("invalid_request", "Must provide both 'day' gte and lte filters for instance charges");
        }
        List<MeteredResource> rows = desk.meter().readOf(Long.toString(account.id()), now).resources().stream()
                .filter(row -> row.from().getEpochSecond() <= day.path("lte").asLong(Long.MAX_VALUE))
                .filter(row -> end(row, now) >= day.path("gte").asLong(0))
                .toList();
        ObjectNode body = Json.object();
        body.put("success", true);
        body.put("count", rows.size());
        body.put("total", rows.size());
        body.putNull("next_token");
        ArrayNode results = body.putArray("results");
        rows.forEach(row -> results.add(row(row, now)));
        return Answers.ok(body);
    }

    private static ObjectNode row(MeteredResource row, Instant now) {
        ObjectNode view = line(row, now, "instance", row.usd());
        view.put("source", "instance-" + row.ref());
        view.put("description", "Instance " + row.ref() + " Charges");
        view.putObject("metadata").put("label", row.label());
        view.putArray("items").add(line(row, now, "gpu", row.gpuUsd())).add(line(row, now, "disk", row.diskUsd()));
        return view;
    }

    private static ObjectNode line(MeteredResource row, Instant now, String type, BigDecimal amount) {
        ObjectNode view = Json.object();
        view.put("start", row.from().getEpochSecond());
        view.put("end", end(row, now));
        view.put("type", type);
        view.put("amount", amount.setScale(AMOUNT_DECIMALS, RoundingMode.HALF_UP));
        return view;
    }

    private static long end(MeteredResource row, Instant now) {
        Instant to = row.to();
        return (to == null ? now : to).getEpochSecond();
    }
}
