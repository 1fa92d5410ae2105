package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.fault.Fault;
import cloud.dumont.sandbox.vastai.account.Account;
import cloud.dumont.sandbox.vastai.contract.Contract;
import cloud.dumont.sandbox.vastai.fault.VastFault;
import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireAnswer.Reply;
import cloud.dumont.sandbox.wire.WireRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** The vendor's front door: who calls, how often, and what goes wrong on the way in and out. Called under the lock. */
public final class VastApi {
    private static final int SERVER_ERROR = 500;
    private static final int BAD_GATEWAY = 502;

    private final Desk desk;
    private final Pace pace;
    private final Router router;
    private boolean plainTurn = true;

    public VastApi(Desk desk, long seed, double rateScale) {
        this.desk = desk;
        this.pace = new Pace(rateScale);
        this.router = new Router(desk, seed);
    }

    public WireAnswer answer(WireRequest request, Instant now) {
        Optional<Call.Match> found = Call.find(request.method(), request.path());
        if (found.isEmpty()) {
            return WireAnswer.text(404, "404: Not Found");
        }
        Call.Match match = found.get();
        Map<String, String> facts = facts(request, match);
        String key = request.key();
        Optional<Account> account =
                key == null ? Optional.empty() : desk.accounts().byKey(key);
        if (account.isEmpty() && !(match.call().anonymous && key == null)) {
            return Answers.unauthorized();
        }
        Optional<Reply> refusal = refuse(match, request, facts, key == null ? "anonymous" : key, now);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return onTheWayOut(answer(match, request, account, facts, now), match, facts);
    }

    private Reply answer(
            Call.Match match, WireRequest request, Optional<Account> account, Map<String, String> facts, Instant now) {
        Optional<JsonNode> body = Json.parse(request.body());
        if (body.isEmpty()) {
            return Answers.bad("invalid_request", "Invalid json body");
        }
        try {
            return account.map(owner -> router.route(match, request, owner, body.get(), facts, now))
                    .orElseGet(() -> router.routeAnonymous(match, body.get(), now));
        } catch (Filters.BadFilter bad) {
            return Answers.bad("invalid_request", String.valueOf(bad.getMessage()));
        }
    }

    private Optional<Reply> refuse(
            Call.Match match, WireRequest request, Map<String, String> facts, String key, Instant now) {
        if (strikes(VastFault.THROTTLE_PLAIN, facts)) {
            return Optional.of(Answers.throttledPlain(match.call().interval));
        }
        if (strikes(VastFault.THROTTLE_JSON, facts)) {
            return Optional.of(Answers.throttledJson(match.call().interval));
        }
        OptionalDouble threshold = pace.broken(match.call(), key, now);
        if (threshold.isPresent()) {
            plainTurn = !plainTurn;
            return Optional.of(
                    plainTurn
                            ? Answers.throttledJson(threshold.getAsDouble())
                            : Answers.throttledPlain(threshold.getAsDouble()));
        }
        boolean laterPage = match.call() == Call.LIST
                && !request.query().getOrDefault("after_token", "").isEmpty();
        if (laterPage && strikes(VastFault.LIST_PAGE_FAILS, facts)) {
            return Optional.of(WireAnswer.text(SERVER_ERROR, "Internal Server Error"));
        }
        if (match.call() == Call.LIST && strikes(VastFault.DEPRECATED_LIST, facts)) {
            return Optional.of(Answers.deprecated());
        }
        return Optional.empty();
    }

    private WireAnswer onTheWayOut(Reply reply, Call.Match match, Map<String, String> facts) {
        Optional<Fault> lost = desk.faults()
                .strike(
                        VastFault.LOST_ANSWER.kind(),
                        facts,
                        fault -> match.call() == Call.CREATE
                                || fault.match().containsKey("path")
                                || fault.match().containsKey("method"));
        if (lost.isPresent()) {
            return lost.get().setting("form", "").equals("502")
                    ? WireAnswer.text(BAD_GATEWAY, "502 Bad Gateway")
                    : new WireAnswer.Cut();
        }
        return strikes(VastFault.ODD_CONTENT_TYPE, facts) ? reply.withContentType("text/html; charset=UTF-8") : reply;
    }

    private boolean strikes(VastFault fault, Map<String, String> facts) {
        return desk.faults().strike(fault.kind(), facts).isPresent();
    }

    private Map<String, String> facts(WireRequest request, Call.Match match) {
        Map<String, String> facts = new HashMap<>();
        facts.put("path", request.path());
        facts.put("method", request.method());
        if (match.call() == Call.CREATE) {
            desk.market()
                    .find(match.id())
                    .ifPresent(offer -> facts.put("gpu", offer.facts().model().name()));
            Json.parse(request.body())
                    .ifPresent(body -> facts.put("label", body.path("label").asString("")));
        } else if (match.call().onInstance()) {
            facts.put("ref", Long.toString(match.id()));
            desk.contracts().find(match.id()).ifPresent(contract -> describe(contract, facts));
        }
        return facts;
    }

    private static void describe(Contract contract, Map<String, String> facts) {
        facts.put("gpu", contract.rental().facts().model().name());
        facts.put("label", contract.labelText());
    }
}
