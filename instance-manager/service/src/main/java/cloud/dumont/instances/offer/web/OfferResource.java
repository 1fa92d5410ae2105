package cloud.dumont.instances.offer.web;

import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.instances.pricing.Pricing;
import cloud.dumont.instances.pricing.Quote;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.OfferId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An offer as the API shows it, priced all in. What is not measured yet is null. */
record OfferResource(
        OfferId id,
        String vendor,
        Gpu gpu,
        String kind,
        String region,
        HourlyPrice pricePerHour,
        Components components,
        @Nullable Double reliability,
        @Nullable Double interruptionRate,
        @Nullable Object bootS,
        String isolation,
        int diskGbMax,
        @Nullable Double downMbps,
        Instant seenAt) {
    record Gpu(String id, String name, int count, int vramGb) {}

    record Components(HourlyPrice gpu, HourlyPrice disk, HourlyPrice traffic, HourlyPrice fee) {}

    static OfferResource of(MarketOffer offer, Pricing pricing, int diskGb) {
        Quote quote = offer.quote(pricing, diskGb);
        return new OfferResource(
                offer.id(),
                offer.vendor(),
                new Gpu(
                        offer.gpu().id(),
                        offer.gpu().name(),
                        offer.gpuCount(),
                        offer.gpu().vramGb()),
                offer.kind().name().toLowerCase(Locale.ROOT),
                offer.region().code(),
                quote.price(),
                new Components(quote.gpu(), quote.disk(), quote.traffic(), quote.fee()),
                offer.reliability(),
                null,
                null,
                offer.isolation().name().toLowerCase(Locale.ROOT),
                offer.diskGbMax(),
                offer.downMbps(),
                offer.seenAt());
    }
}
