package cloud.dumont.instances.backup.store.price;

import cloud.dumont.kernel.HourlyPrice;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What stored bytes cost. A GB has 10⁹ bytes and a month 730 hours, as the store bills them.
 *
 * @param usdPerGigabyteMonth not negative
 */
public record StoragePrice(BigDecimal usdPerGigabyteMonth) {
    public static final StoragePrice STANDARD = new StoragePrice(new BigDecimal("0.015"));
    private static final BigDecimal BYTE_HOURS = new BigDecimal("730000000000");
    private static final int SCALE = 24;

    public StoragePrice {
        if (usdPerGigabyteMonth.signum() < 0) {
            throw new IllegalArgumentException("a price is not negative");
        }
    }

    /** @param bytes not negative @return rounded up to a nano-dollar per hour */
    public HourlyPrice perHour(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("no less than nothing is stored");
        }
        return HourlyPrice.of(BigDecimal.valueOf(bytes)
                .multiply(usdPerGigabyteMonth)
                .divide(BYTE_HOURS, SCALE, RoundingMode.CEILING));
    }
}
