package cloud.dumont.sandbox.vastai.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A slice of a machine that can be rented once under this id.
 *
 * @param price USD an hour for the slice, no disk
 * @param minBid USD an hour for the slice, zero when it is not let on bids
 */
public record Offer(long id, HardwareFacts facts, int gpus, BigDecimal price, BigDecimal minBid) {
    private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(30 * 24);

    public boolean bids() {
        return minBid.signum() > 0;
    }

    /** GB of disk that this slice can have. */
    public double disk() {
        return Math.round(facts.diskGb() * facts.fraction(gpus) * 10) / 10.0;
    }

    /** USD an hour for so many GB. */
    public static BigDecimal diskPerHour(HardwareFacts facts, BigDecimal gigabytes) {
        return gigabytes.multiply(facts.storageCost()).divide(HOURS_A_MONTH, 7, RoundingMode.HALF_UP);
    }
}
