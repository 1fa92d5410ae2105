package cloud.dumont.instances.offer;

import cloud.dumont.instances.pricing.Pricing;
import cloud.dumont.instances.pricing.Quote;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.kernel.Region;
import cloud.dumont.provider.Offer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An offer as last seen at its vendor.
 *
 * @param gpuCost and {@code diskCost}: the vendor's price per hour, disk for {@link #PRICED_DISK_GB}
 * @param goneAt since when the vendor no longer lists it; null while it does
 */
public record MarketOffer(
        OfferId id,
        String vendor,
        String ref,
        String hostRef,
        GpuModel gpu,
        int gpuCount,
        Offer.Kind kind,
        Region region,
        HourlyPrice gpuCost,
        HourlyPrice diskCost,
        BigDecimal trafficUsdPerGb,
        @Nullable Double reliability,
        int diskGbMax,
        int vramMb,
        @Nullable Double downMbps,
        Offer.Isolation isolation,
        Instant seenAt,
        @Nullable Instant goneAt) {
    /** The disk that offers are collected and listed with. */
    public static final int PRICED_DISK_GB = 40;

    public static MarketOffer seen(Offer offer, Instant now) {
        return new MarketOffer(
                idOf(offer.vendor(), offer.ref()),
                offer.vendor(),
                offer.ref(),
                offer.hostRef(),
                offer.gpu(),
                offer.gpuCount(),
                offer.kind(),
                offer.region(),
                offer.gpuCost(),
                offer.diskCost(),
                offer.trafficCostPerGb(),
                offer.reliability(),
                offer.diskGbMax(),
                offer.vramMb(),
                offer.downMbps(),
                offer.isolation(),
                now,
                null);
    }

    /** The same offer of the same vendor always has the same id. */
    public static OfferId idOf(String vendor, String ref) {
        return new OfferId(UUID.nameUUIDFromBytes((vendor + "/" + ref).getBytes(StandardCharsets.UTF_8)));
    }

    public Quote quote(Pricing pricing, int diskGb) {
        return pricing.quote(gpuCost, Pricing.diskCost(diskCost, PRICED_DISK_GB, diskGb), trafficUsdPerGb);
    }

    public boolean isGone() {
        return goneAt != null;
    }
}
