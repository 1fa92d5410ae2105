package cloud.dumont.provider;

import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Region;
import org.jspecify.annotations.Nullable;

/**
 * Something for rent. Costs are what the vendor charges us, without our fee.
 *
 * @param ref the vendor's short-lived id of the offer
 * @param hostRef the vendor's stable id of the hardware, to avoid or prefer it later
 * @param gpuCost and {@code diskCost}: per hour for the whole offer, disk for the size asked for
 * @param trafficCostPerGb USD, the dearer direction
 * @param reliability 0–1 as the vendor claims; null when it claims nothing
 * @param downMbps claimed download speed
 * @param minBid what a spot machine costs at least; null when there is no spot
 */
public record Offer(
        String vendor,
        String ref,
        String hostRef,
        GpuModel gpu,
        int gpuCount,
        Kind kind,
        Region region,
        HourlyPrice gpuCost,
        HourlyPrice diskCost,
        java.math.BigDecimal trafficCostPerGb,
        @Nullable Double reliability,
        int diskGbMax,
        @Nullable Double cpus,
        @Nullable Integer memoryMb,
        int vramMb,
        @Nullable Double downMbps,
        @Nullable HourlyPrice minBid,
        Isolation isolation) {
    public enum Kind {
        ON_DEMAND,
        SPOT
    }

    /** What stands between neighbours on one host. */
    public enum Isolation {
        CONTAINER,
        VM
    }

    public HourlyPrice cost() {
        return gpuCost.plus(diskCost);
    }
}
