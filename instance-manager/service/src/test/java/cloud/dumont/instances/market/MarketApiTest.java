package cloud.dumont.instances.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import cloud.dumont.instances.bench.Bench;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.instances.offer.Offers;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.provider.testkit.FakeGpuProvider;
import cloud.dumont.provider.testkit.SampleOffers;
import cloud.dumont.testkit.HeldClock;
import com.jayway.jsonpath.JsonPath;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

@SteppedTest
class MarketApiTest {
    private static final GpuModel GPU = new GpuModel("market_gpu", "Market GPU", 24);

    @Autowired
    private MockMvc mvc;

    @Autowired
    private FakeGpuProvider vendor;

    @Autowired
    private MarketCollector market;

    @Autowired
    private Offers offers;

    @Autowired
    private StringRedisTemplate redis;

    @Autowired
    private HeldClock clock;

    @BeforeEach
    void aMarket() {
        vendor.unreachable(false);
        for (int i = 1; i <= 5; i++) {
            vendor.sell(SampleOffers.of(Bench.VENDOR, "m-" + i, GPU, i == 5 ? 2 : 1, "0." + i, 0.9 + i / 100.0));
        }
        market.collectAll();
    }

    private ResultActions ask(String path) throws Exception {
        return mvc.perform(get(path).header("Authorization", Users.bearer(Users.someone())));
    }

    private static String id(int n) {
        return MarketOffer.idOf(Bench.VENDOR, "m-" + n).text();
    }

    @Test
    void offersAreFilteredSortedAndPaged() throws Exception {
        ask("/api/v1/offers?gpu=market_gpu")
                .andExpect(jsonPath("$.data[*].id").value(contains(id(1), id(2), id(3), id(4), id(5))));
        ask("/api/v1/offers?gpu=market_gpu&sort=-price_per_hour&limit=2")
                .andExpect(jsonPath("$.data[*].id").value(contains(id(5), id(4))))
                .andExpect(jsonPath("$.has_more").value(true));
        ask("/api/v1/offers?gpu=market_gpu&gpu_count=2")
                .andExpect(jsonPath("$.data[*].id").value(contains(id(5))));
        ask("/api/v1/offers?gpu=market_gpu&max_price=0.3")
                .andExpect(jsonPath("$.data[*].id").value(contains(id(1), id(2))));
        mvc.perform(get("/api/v1/offers").param("gpu", "market_gpu").param("reliability[gte]", "0.94"))
                .andExpect(jsonPath("$.data[*].id").value(contains(id(4), id(5))));
        mvc.perform(get("/api/v1/offers").param("gpu", "market_gpu").param("vram_gb[gte]", "25"))
                .andExpect(jsonPath("$.data").value(hasSize(0)));
        ask("/api/v1/offers?gpu=market_gpu&region=CA,US")
                .andExpect(jsonPath("$.data").value(hasSize(5)));
        ask("/api/v1/offers?gpu=market_gpu&kind=spot")
                .andExpect(jsonPath("$.data").value(hasSize(0)));
        ask("/api/v1/offers?gpu=market_gpu&disk_gb=900")
                .andExpect(jsonPath("$.data").value(hasSize(0)));
    }

    @Test
    void thePagesGoOnWhenTheMarketMoves() throws Exception {
        String first = ask("/api/v1/offers?gpu=market_gpu&limit=2")
                .andReturn()
                .getResponse()
                .getContentAsString();
        String cursor = JsonPath.read(first, "$.next_cursor");
        vendor.withdraw("m-1");
        vendor.withdraw("m-2");
        clock.advance(Duration.ofSeconds(1));
        market.collectAll();
        ask("/api/v1/offers?gpu=market_gpu&limit=2&cursor=" + cursor)
                .andExpect(jsonPath("$.data[*].id").value(contains(id(3), id(4))));
        ask("/api/v1/offers?gpu=other&limit=2&cursor=" + cursor)
                .andExpect(jsonPath("$.code").value("cursor_invalid"));
    }

    @Test
    void badFiltersAreRefused() throws Exception {
        for (String bad : new String[] {
            "colour=red",
            "gpu_count=many",
            "max_price=cheap",
            "sort=age",
            "kind=free",
            "disk_gb=0",
            "limit=0",
            "cursor=xyz"
        }) {
            ask("/api/v1/offers?" + bad).andExpect(status().isBadRequest());
        }
    }

    @Test
    void aPriceGrowsWithTheDisk() throws Exception {
        String small = JsonPath.read(
                ask("/api/v1/offers/" + id(1)).andReturn().getResponse().getContentAsString(),
                "$.components.disk.amount");
        String large = JsonPath.read(
                ask("/api/v1/offers/" + id(1) + "?disk_gb=80")
                        .andReturn()
                        .getResponse()
                        .getContentAsString(),
                "$.components.disk.amount");
        assertThat(new java.math.BigDecimal(large))
                .isEqualByComparingTo(new java.math.BigDecimal(small).multiply(java.math.BigDecimal.TWO));
    }

    @Test
    void modelsAndHistoryFollowTheMarket() throws Exception {
        ask("/api/v1/gpus")
                .andExpect(jsonPath("$.data[?(@.id=='market_gpu')].offers").value(contains(5)))
                .andExpect(jsonPath("$.data[?(@.id=='market_gpu')].vendors[0]").value(contains(Bench.VENDOR)))
                .andExpect(jsonPath("$.data[*].id").value(hasItem("market_gpu")));
        clock.advance(Duration.ofMinutes(2));
        market.collectAll();
        ask("/api/v1/spot-prices?gpu=market_gpu&window=24h")
                .andExpect(jsonPath("$.data.length()").value(org.hamcrest.Matchers.greaterThanOrEqualTo(2)))
                .andExpect(jsonPath("$.data[0].offers").value(5))
                .andExpect(jsonPath("$.data[0].median.currency").value("USD"));
        ask("/api/v1/spot-prices?gpu=market_gpu&window=1y").andExpect(status().isBadRequest());
        ask("/api/v1/spot-prices").andExpect(status().isBadRequest());
        assertThat(redis.opsForHash().entries("spot:prices:market_gpu"))
                .containsKeys("p10", "median", "p90", "offers", "at");
        assertThat(redis.getExpire("spot:prices:market_gpu")).isBetween(250L, 300L);
    }

    @Test
    void aVendorThatDoesNotAnswerKeepsItsOldOffers() {
        vendor.unreachable(true);
        market.collectAll();
        vendor.unreachable(false);
        assertThat(offers.find(MarketOffer.idOf(Bench.VENDOR, "m-1"))
                        .orElseThrow()
                        .isGone())
                .isFalse();
    }
}
