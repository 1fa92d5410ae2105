package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.vastai.account.Account;
import cloud.dumont.sandbox.vastai.contract.Contract;
import cloud.dumont.sandbox.vastai.fault.VastFault;
import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer.Reply;
import cloud.dumont.sandbox.wire.WireRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives each call to the desk that answers it. */
final class Router {
    private final Desk desk;
    private final CreateCall create;
    private final InstanceCalls instances;
    private final KeyCalls keys;
    private final AccountCalls accounts;
    private final LogBook logs;

    Router(Desk desk, long seed) {
        this.desk = desk;
        this.create = new CreateCall(desk, seed);
        this.instances = new InstanceCalls(desk);
        this.keys = new KeyCalls(desk);
        this.accounts = new AccountCalls(desk);
        this.logs = new LogBook(desk);
    }

    /** The few calls that need no key. */
    Reply routeAnonymous(Call.Match match, JsonNode body, Instant now) {
        if (match.call() == Call.SEARCH) {
            return search(body, now);
        }
        if (match.call() == Call.GPU_NAMES) {
            return gpuNames();
        }
        return match.call() == Call.LOG_TEXT ? logs.fetch(match.id(), now) : Answers.unauthorized();
    }

    Reply route(
            Call.Match match,
            WireRequest request,
            Account owner,
            JsonNode body,
            Map<String, String> facts,
            Instant now) {
        Function<Function<Contract, Reply>, Reply> own =
                action -> visible(match.id(), owner, now).map(action).orElseGet(Answers::noSuchInstance);
        return switch (match.call()) {
            case SEARCH -> search(body, now);
            case SEARCH_ASKS -> search(body.path("q"), now);
            case GPU_NAMES -> gpuNames();
            case CREATE -> create.answer(match.id(), owner, body, facts, now);
            case READ -> read(match.id(), owner, facts, now);
            case LIST -> list(owner, request, facts, now);
            case LIST_OLD -> Answers.deprecated();
            case MANAGE -> own.apply(contract -> instances.manage(contract, body, facts, now));
            case DESTROY -> own.apply(contract -> instances.destroy(contract, now));
            case MANAGE_MANY -> many(body.path("ids"), owner, now, one -> instances.manage(one, body, facts, now));
            case DESTROY_MANY -> many(body.path("instance_ids"), owner, now, one -> instances.destroy(one, now));
            case REBOOT -> own.apply(contract -> instances.reboot(contract, now));
            case RECYCLE -> own.apply(contract -> instances.recycle(contract, now));
            case BID -> own.apply(contract -> instances.bid(contract, body, now));
            case REQUEST_LOGS -> own.apply(contract -> logs.request(contract, request, now));
            case LOG_TEXT -> logs.fetch(match.id(), now);
            case INSTANCE_KEYS -> own.apply(contract -> keys.ofInstance(owner, contract));
            case ATTACH_KEY -> own.apply(contract -> keys.attach(contract, body, now));
            case DETACH_KEY -> own.apply(contract -> keys.detach(contract, match.other(), now));
            case KEYS -> keys.list(owner);
            case ADD_KEY -> keys.add(owner, body, now);
            case REPLACE_KEY -> keys.replace(owner, match.id(), body, now);
            case DELETE_KEY -> keys.delete(owner, match.id());
            case USER -> accounts.user(owner, now);
            case CHARGES -> accounts.charges(owner, request.query(), now);
        };
    }

    private Optional<Contract> visible(long id, Account owner, Instant now) {
        return desk.contracts()
                .find(id)
                .filter(contract -> contract.account() == owner.id())
                .filter(contract -> !contract.isHidden(now));
    }

    private Reply search(JsonNode query, Instant now) {
        ObjectNode body = Json.object();
        body.set("offers", OfferSearch.answer(desk.market(), query, now));
        return Answers.ok(body);
    }

    private Reply gpuNames() {
        ObjectNode body = Json.object();
        body.put("success", true);
        ArrayNode names = body.putArray("gpu_names");
        desk.market().gpuNames().forEach(names::add);
        return Answers.ok(body);
    }

    private Reply read(long id, Account owner, Map<String, String> facts, Instant now) {
        ObjectNode body = Json.object();
        Optional<ObjectNode> view = visible(id, owner, now).map(contract -> InstanceView.of(contract, now));
        view.ifPresent(found -> OddWords.mayStrike(found, oddWords(facts)));
        body.set("instances", view.<JsonNode>map(found -> found).orElse(null));
        return Answers.ok(body);
    }

    private Reply list(Account owner, WireRequest request, Map<String, String> facts, Instant now) {
        List<ObjectNode> views = desk.contracts().of(owner.id()).stream()
                .filter(contract -> !contract.isHidden(now))
                .map(contract -> InstanceView.of(contract, now))
                .toList();
        boolean odd = oddWords(facts);
        views.forEach(view -> OddWords.mayStrike(view, odd));
        return InstanceList.answer(views, request.query());
    }

    private boolean oddWords(Map<String, String> facts) {
        return desk.faults().strike(VastFault.UNKNOWN_WORDS.kind(), facts).isPresent();
    }

    private Reply many(JsonNode ids, Account owner, Instant now, Function<Contract, Reply> action) {
        for (JsonNode id : ids) {
            Optional<Contract> contract = visible(id.asLong(0), owner, now);
            if (contract.isEmpty()) {
                return Answers.noSuchInstance();
            }
            Reply one = action.apply(contract.get());
            if (one.status() != 200) {
                return one;
            }
        }
        return Answers.done();
    }
}
