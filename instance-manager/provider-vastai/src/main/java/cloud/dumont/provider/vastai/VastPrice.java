package cloud.dumont.provider.vastai;

import static cloud.dumont.provider.http.LenientJson.decimal;

import cloud.dumont.kernel.HourlyPrice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Prices in the vendor's rows: {@code dph_base} and {@code dph_total} are USD an hour for the whole offer without and with
 * disk, {@code storage_cost} is USD a GB and month of 30 days, traffic is USD a GB.
 */
final class VastPrice {
    private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(30 * 24);
    private static final BigDecimal MOST_AN_HOUR = BigDecimal.valueOf(1_000_000);

    private VastPrice() {}

    /** All GPUs of the offer. Empty when the row does not say it, or says something that is no price. */
    static Optional<HourlyPrice> gpus(JsonNode row, int diskGb) {
        return decimal(row, "dph_base")
                .or(() -> decimal(row.path("search"), "gpuCostPerHour"))
                .or(() -> decimal(row, "dph_total").map(total -> total.subtract(computedDisk(row, diskGb))))
                .filter(price -> price.signum() > 0 && price.compareTo(MOST_AN_HOUR) < 0)
                .map(HourlyPrice::of);
    }

    /** The dearer of what the vendor priced in and what its rate gives: a price is never understated. */
    static HourlyPrice disk(JsonNode row, int diskGb) {
        BigDecimal computed = computedDisk(row, diskGb);
        BigDecimal pricedIn = decimal(row, "dph_total")
                .flatMap(total -> decimal(row, "dph_base").map(total::subtract))
                .filter(disk -> disk.compareTo(MOST_AN_HOUR) < 0)
                .orElse(BigDecimal.ZERO);
        return HourlyPrice.of(computed.max(pricedIn).max(BigDecimal.ZERO));
    }

    /** What a rented box is charged with while it runs. */
    static Optional<HourlyPrice> ofBox(JsonNode box) {
        return decimal(box, "dph_total")
                .or(() -> decimal(box, "dph_base")
                        .map(base -> base.add(
                                computedDisk(box, decimal(box, "disk_space").orElse(BigDecimal.ZERO)))))
                .filter(price -> price.signum() >= 0 && price.compareTo(MOST_AN_HOUR) < 0)
                .map(HourlyPrice::of);
    }

    static BigDecimal trafficPerGb(JsonNode row) {
        BigDecimal up = decimal(row, "inet_up_cost").orElse(BigDecimal.ZERO);
        BigDecimal down = decimal(row, "inet_down_cost").orElse(BigDecimal.ZERO);
        return up.max(down).max(BigDecimal.ZERO);
    }

    static Optional<HourlyPrice> minBid(JsonNode row) {
        return decimal(row, "min_bid")
                .filter(bid -> bid.signum() > 0 && bid.compareTo(MOST_AN_HOUR) < 0)
                .map(HourlyPrice::of);
    }

    private static BigDecimal computedDisk(JsonNode row, int diskGb) {
        return computedDisk(row, BigDecimal.valueOf(diskGb));
    }

    private static BigDecimal computedDisk(JsonNode row, BigDecimal diskGb) {
        return decimal(row, "storage_cost")
                .filter(rate -> rate.signum() > 0 && rate.compareTo(MOST_AN_HOUR) < 0)
                .map(rate -> rate.multiply(diskGb).divide(HOURS_A_MONTH, 12, RoundingMode.HALF_UP))
                .orElse(BigDecimal.ZERO);
    }
}
