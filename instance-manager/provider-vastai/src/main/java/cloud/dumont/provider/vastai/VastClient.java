package cloud.dumont.provider.vastai;

import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.ProviderException.InstanceGone;
import cloud.dumont.provider.ProviderException.Unreachable;
import cloud.dumont.provider.http.LenientJson;
import cloud.dumont.provider.http.VendorAnswer;
import cloud.dumont.provider.http.VendorHttp;
import cloud.dumont.provider.http.VendorRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The vendor's calls, one method each. */
final class VastClient {
    private static final String PAGE_SIZE = "25";
    private static final int MOST_PAGES = 400;
    private static final String OLDEST_FIRST = "[{\"col\":\"id\",\"dir\":\"asc\"}]";

    private final VendorHttp http;
    private final VastEndpoints endpoints;

    VastClient(VendorHttp http, VastEndpoints endpoints) {
        this.http = http;
        this.endpoints = endpoints;
    }

    List<JsonNode> search(ObjectNode query) {
        VendorRequest request = VendorRequest.post(endpoints.search, "/api/v0/bundles/", query);
        return rows(request, http.read(request, judging(request, VastJudge::read)), "offers");
    }

    /** @return the contract's id */
    long create(String offer, ObjectNode order) {
        VendorRequest request = VendorRequest.put(endpoints.create, "/api/v0/asks/" + offer + "/", order);
        VendorAnswer answer = http.once(request, judging(request, VastJudge::create));
        return VastJudge.contract(answer).orElseThrow();
    }

    /** Every instance of the account; a page that fails, repeats itself or makes no sense fails the whole. */
    List<JsonNode> list() {
        List<JsonNode> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String token = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            VendorRequest request = page(token);
            VendorAnswer answer = http.read(request, judging(request, VastJudge::read));
            all.addAll(rows(request, answer, "instances"));
            token = LenientJson.text(answer.json(), "next_token").orElse("");
            if (token.isEmpty()) {
                return all;
            }
            if (!seen.add(token)) {
                throw new Unreachable(request + ": the same page again", null);
            }
        }
        throw new Unreachable("the list of instances does not end", null);
    }

    /** Empty when the vendor says that there is none. */
    Optional<JsonNode> find(String ref) {
        VendorRequest request =
                VendorRequest.get(endpoints.read, "/api/v0/instances/" + ref + "/", Map.of("owner", "me"));
        VendorAnswer answer = http.read(request, judging(request, VastJudge::onBox));
        if (VastJudge.saysBoxGone(answer)) {
            return Optional.empty();
        }
        JsonNode found = answer.json().path("instances");
        JsonNode row = found.isArray() && found.size() == 1 ? found.path(0) : found;
        if (row.isNull() || (found.isArray() && found.isEmpty())) {
            return Optional.empty();
        }
        if (!LenientJson.text(row, "id").equals(Optional.of(ref))) {
            throw new Unreachable(request + ": an answer about another box, or none", null);
        }
        return Optional.of(row);
    }

    void destroy(String ref) {
        change(VendorRequest.delete(endpoints.destroy, "/api/v0/instances/" + ref + "/"));
    }

    /** @throws InstanceGone there is no such box */
    void reboot(String ref) {
        VendorRequest request = VendorRequest.put(
                endpoints.reboot,
                "/api/v0/instances/reboot/" + ref + "/",
                LenientJson.mapper().createObjectNode());
        if (VastJudge.saysBoxGone(change(request))) {
            throw new InstanceGone(ref);
        }
    }

    private VendorAnswer change(VendorRequest request) {
        return http.once(request, judging(request, VastJudge::onBox));
    }

    private VendorRequest page(String token) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", PAGE_SIZE);
        query.put("order_by", OLDEST_FIRST);
        if (!token.isEmpty()) {
            query.put("after_token", token);
        }
        return VendorRequest.get(endpoints.list, "/api/v1/instances/", query);
    }

    private static Function<VendorAnswer, Optional<ProviderException>> judging(
            VendorRequest request, BiFunction<VendorRequest, VendorAnswer, Optional<ProviderException>> judge) {
        return answer -> judge.apply(request, answer);
    }

    private static List<JsonNode> rows(VendorRequest request, VendorAnswer answer, String field) {
        JsonNode rows = answer.json().path(field);
        if (!rows.isArray()) {
            throw new Unreachable(request + ": an answer without " + field, null);
        }
        return List.copyOf(rows.values());
    }
}
