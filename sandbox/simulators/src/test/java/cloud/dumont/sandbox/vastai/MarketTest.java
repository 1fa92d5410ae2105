package cloud.dumont.sandbox.vastai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.sandbox.vastai.market.Offer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MarketTest extends VastFixture {
    @Test
    void livesButKeepsItsSize() {
        List<Offer> before = vast.market().offers();
        pass(Duration.ofMinutes(10));
        List<Offer> after = vast.market().offers();
        Set<Long> kept = ids(before);
        kept.retainAll(ids(after));
        assertThat(kept).hasSizeGreaterThan(before.size() / 2).hasSizeLessThan(before.size());
        assertThat(ids(after)).anyMatch(id -> !ids(before).contains(id));

        for (int hour = 0; hour < 12; hour++) {
            pass(Duration.ofMinutes(55));
            assertThat(vast.market().offers().size()).isBetween(115, 190);
        }
    }

    @Test
    void pricesWalkSlowlyUnderTheSameIds() {
        Map<Long, BigDecimal> before = prices();
        pass(Duration.ofMinutes(5));
        Map<Long, BigDecimal> after = prices();

        after.keySet().retainAll(before.keySet());
        assertThat(after).isNotEmpty().isNotEqualTo(before);
        assertThat(after.keySet()).anyMatch(id -> after.get(id).compareTo(before.get(id)) != 0);
        after.forEach((id, price) ->
                assertThat(price.doubleValue() / before.get(id).doubleValue()).isBetween(0.7, 1.4));
    }

    @Test
    void sameSeedGivesTheSameMarketAndAnotherSeedAnother() throws IOException {
        HeldClock otherClock = new HeldClock();
        VastSimulatorConfig alike = new VastSimulatorConfig(0, KEY, 7, 1, null, null);
        VastSimulatorConfig unlike = new VastSimulatorConfig(0, KEY, 8, 1, null, null);
        try (VastSimulator twin = VastSimulator.start(alike, host, otherClock);
                VastSimulator stranger = VastSimulator.start(unlike, host, otherClock)) {
            assertThat(twin.market().offers()).isEqualTo(vast.market().offers());
            pass(Duration.ofMinutes(20));
            otherClock.move(Duration.ofMinutes(20));
            assertThat(twin.market().offers()).isEqualTo(vast.market().offers());
            assertThat(stranger.market().offers()).isNotEqualTo(vast.market().offers());
        }
    }

    @Test
    void sellsOutAndRestocks() throws IOException {
        assertThat(vast.market().sellOut(Map.of("gpu", "RTX 4090"))).isPositive();
        assertThat(search("{\"gpu_name\":{\"eq\":\"RTX 4090\"}}").size()).isZero();

        vast.market().restock(Map.of("gpu", "rtx 4090"));
        assertThat(search("{\"gpu_name\":{\"eq\":\"RTX 4090\"}}").size()).isPositive();
    }

    @Test
    void changesPricesAddsAndRemoves() throws IOException {
        long id = plainOffer().path("id").asLong();
        assertThat(vast.market().price(Map.of("offer", Long.toString(id)), new BigDecimal("1.5")))
                .isEqualTo(1);
        assertThat(search("{\"id\":{\"eq\":" + id + "}}")
                        .path(0)
                        .path("dph_base")
                        .decimalValue())
                .isEqualByComparingTo("0.54");

        assertThat(vast.market().change("remove", Map.of("gpu", "H100 SXM"), Map.of(), BigDecimal.ONE))
                .isPositive();
        assertThat(search("{\"gpu_name\":{\"eq\":\"H100 SXM\"},\"limit\":500}").size())
                .isZero();
        assertThat(vast.market().change("add", Map.of(), Map.of("gpu", "H100 SXM", "count", "3"), BigDecimal.ONE))
                .isEqualTo(3);
        assertThat(search("{\"gpu_name\":{\"eq\":\"H100 SXM\"}}").size()).isEqualTo(3);
    }

    @Test
    void wordsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> vast.market().add(Map.of("gpu", "RTX 9999")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> vast.market().sellOut(Map.of("colour", "red")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> vast.market().change("burn", Map.of(), Map.of(), BigDecimal.ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Map<Long, BigDecimal> prices() {
        Map<Long, BigDecimal> prices = new TreeMap<>();
        vast.market().offers().forEach(offer -> prices.put(offer.id(), offer.price()));
        return prices;
    }

    private static Set<Long> ids(List<Offer> offers) {
        Set<Long> ids = new HashSet<>();
        offers.forEach(offer -> ids.add(offer.id()));
        return ids;
    }
}
