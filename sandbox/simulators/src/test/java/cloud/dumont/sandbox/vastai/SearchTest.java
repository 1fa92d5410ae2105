package cloud.dumont.sandbox.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.sandbox.wire.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SearchTest extends VastFixture {
    private static final String ALL = "{\"limit\":1000,\"verification\":{\"neq\":\"nonsense\"}}";

    @Test
    void marketHasAboutOneHundredFiftyOffersOverTwentyModels() throws IOException {
        JsonNode offers = search(ALL);

        assertThat(offers.size()).isBetween(140, 175);
        assertThat(stream(offers)
                        .map(offer -> offer.path("gpu_name").asString())
                        .distinct())
                .hasSizeGreaterThanOrEqualTo(20)
                .contains("RTX 4090", "H100 SXM", "A100 PCIE", "Q RTX 8000");
    }

    @Test
    void everyOfferIsConsistentInItself() throws IOException {
        for (JsonNode offer : search("{\"limit\":1000,\"allocated_storage\":60}")) {
            BigDecimal disk = new BigDecimal("60")
                    .multiply(offer.path("storage_cost").decimalValue())
                    .divide(new BigDecimal("720"), 7, RoundingMode.HALF_UP);
            BigDecimal total = offer.path("dph_base").decimalValue().add(disk);
            assertThat(offer.path("dph_total").decimalValue()).isEqualByComparingTo(total);
            assertThat(offer.path("search").path("totalHour").decimalValue()).isEqualByComparingTo(total);
            assertThat(offer.path("id").asLong())
                    .isEqualTo(offer.path("ask_contract_id").asLong());
            assertThat(offer.path("gpu_total_ram").asInt())
                    .isEqualTo(offer.path("gpu_ram").asInt()
                            * offer.path("num_gpus").asInt());
            assertThat(offer.path("gpu_frac").asDouble()).isBetween(0.01, 1.0);
            if (!offer.path("min_bid").isNull()) {
                assertThat(offer.path("min_bid").decimalValue())
                        .isPositive()
                        .isLessThan(offer.path("dph_base").decimalValue());
            }
        }
    }

    @Test
    void filtersTakeStringsNumbersAndUnderscores() throws IOException {
        String typed = "{\"num_gpus\":{\"eq\":1},\"gpu_name\":{\"in\":[\"RTX 4090\"]},\"gpu_ram\":{\"gte\":22000},"
                + "\"rentable\":{\"eq\":true},\"external\":{\"eq\":false},\"limit\":500}";
        String words =
                "{\"num_gpus\":{\"eq\":\"1\"},\"gpu_name\":{\"eq\":\"RTX_4090\"},\"gpu_ram\":{\"gte\":\"22000\"},"
                        + "\"rentable\":{\"eq\":\"true\"},\"external\":{\"eq\":\"false\"},\"limit\":500}";

        JsonNode offers = search(typed);

        assertThat(offers.size()).isPositive();
        assertThat(offers).isEqualTo(search(words));
        assertThat(stream(offers)).allMatch(offer -> offer.path("num_gpus").asInt() == 1);
    }

    @Test
    void filtersByCountryDriverAndDatacenter() throws IOException {
        JsonNode american = search("{\"geolocation\":{\"in\":[\"US\"]},\"limit\":500}");
        assertThat(american.size()).isPositive();
        assertThat(stream(american))
                .allMatch(offer -> offer.path("geolocation").asString().endsWith("US"));

        JsonNode recent = search("{\"driver_version\":{\"gte\":570133020},\"limit\":500}");
        assertThat(stream(recent).map(offer -> offer.path("driver_version").asString()))
                .isNotEmpty()
                .doesNotContain("560.35.03", "550.127.05");

        JsonNode certified = search("{\"datacenter\":{\"eq\":true},\"limit\":500}");
        assertThat(stream(certified))
                .isNotEmpty()
                .allMatch(offer -> offer.path("hosting_type").asInt() == 1);
    }

    @Test
    void unverifiedMachinesAreShownOnlyWhenAskedFor() throws IOException {
        assertThat(stream(search("{\"limit\":500}")))
                .allMatch(offer -> offer.path("verification").asString().equals("verified"));
        assertThat(stream(search("{\"verified\":{\"eq\":false},\"limit\":500}")))
                .isNotEmpty()
                .allMatch(offer -> offer.path("verification").asString().equals("unverified"));
    }

    @Test
    void ordersAndLimits() throws IOException {
        JsonNode offers = search("{\"order\":[[\"dph_total\",\"asc\"]],\"limit\":10}");

        List<BigDecimal> prices = stream(offers)
                .map(offer -> offer.path("dph_total").decimalValue())
                .toList();
        assertThat(prices).hasSize(10).isSorted();
    }

    @Test
    void bidSearchShowsOnlyWhatIsLetOnBids() throws IOException {
        vast.market().add(Map.of("gpu", "B200", "bid_permille", "0"));

        assertThat(stream(search("{\"gpu_name\":{\"eq\":\"B200\"},\"min_bid\":{\"eq\":null},\"limit\":500}")))
                .isNotEmpty();
        assertThat(stream(search("{\"type\":\"bid\",\"limit\":500}")))
                .isNotEmpty()
                .noneMatch(offer -> offer.path("min_bid").isNull());
    }

    @Test
    void otherSearchPathTakesTheSameFilters() throws IOException {
        Caller.Answer answer = caller.put(
                "/api/v0/search/asks/", "{\"select_cols\":[\"*\"],\"q\":{\"gpu_name\":{\"eq\":\"RTX 4090\"}}}");

        assertThat(answer.json().path("offers")).isEqualTo(search("{\"gpu_name\":{\"eq\":\"RTX 4090\"}}"));
    }

    @Test
    void unknownFieldsAndOperatorsAreRefused() throws IOException {
        assertThat(caller.post("/api/v0/bundles/", "{\"gpu_nam\":{\"eq\":\"x\"}}")
                        .status())
                .isEqualTo(400);
        assertThat(caller.post("/api/v0/bundles/", "{\"num_gpus\":{\"about\":2}}")
                        .json())
                .isEqualTo(Json.parse("{\"success\":false,\"error\":\"invalid_request\",\"msg\":"
                                + "\"Error in query parameters: about is not a valid operator for num_gpus\"}")
                        .orElseThrow());
        assertThat(caller.post("/api/v0/bundles/", "{no json").status()).isEqualTo(400);
    }

    @Test
    void searchAndNamesNeedNoKeyButAWrongKeyIsRefused() throws IOException {
        Caller stranger = new Caller(vast.url(), "");
        Caller.Answer found = stranger.post("/api/v0/bundles/", "{}");

        assertThat(found.status()).isEqualTo(200);
        assertThat(found.contentType()).isEqualTo("application/json");
        assertThat(stranger.get("/api/v0/gpu_names/unique/")
                        .json()
                        .path("gpu_names")
                        .size())
                .isGreaterThan(19);
        assertThat(stranger.get("/api/v1/instances/").status()).isEqualTo(401);
        Caller.Answer wrong = new Caller(vast.url(), "wrong").get("/api/v0/users/current/");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.json().path("error").asString()).isEqualTo("auth_error");
        assertThat(stranger.get("/api/v0/users/current?api_key=" + KEY).status())
                .isEqualTo(200);
    }

    @Test
    void bothSlashFormsAreOneEndpoint() throws IOException {
        assertThat(caller.get("/api/v0/users/current").json())
                .isEqualTo(caller.get("/api/v0/users/current/").json());
        assertThat(caller.post("/api/v0/bundles", "{}").status()).isEqualTo(200);
        assertThat(caller.get("/api/v0/nothing/").status()).isEqualTo(404);
    }
}
