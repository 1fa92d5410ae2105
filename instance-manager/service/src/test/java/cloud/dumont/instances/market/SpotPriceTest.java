package cloud.dumont.instances.market;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.kernel.HourlyPrice;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpotPriceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T16:00:00Z");

    @Test
    void ranksAreOfPricesThatSomebodyAsks() {
        List<HourlyPrice> prices =
                LongStream.rangeClosed(1, 20).mapToObj(HourlyPrice::ofNanos).collect(Collectors.toList());
        Collections.reverse(prices);
        SpotPrice price = SpotPrice.of(NOW, prices);
        assertThat(price)
                .isEqualTo(new SpotPrice(
                        NOW, HourlyPrice.ofNanos(2), HourlyPrice.ofNanos(10), HourlyPrice.ofNanos(18), 20));
    }

    @Test
    void oneOfferIsAllThree() {
        HourlyPrice only = HourlyPrice.ofNanos(7);
        assertThat(SpotPrice.of(NOW, List.of(only))).isEqualTo(new SpotPrice(NOW, only, only, only, 1));
    }
}
