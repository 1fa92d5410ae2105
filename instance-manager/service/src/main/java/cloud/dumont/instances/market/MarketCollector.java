package cloud.dumont.instances.market;

import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.instances.offer.OfferFilter;
import cloud.dumont.instances.offer.Offers;
import cloud.dumont.instances.pricing.Pricing;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.OfferQuery;
import cloud.dumont.provider.ProviderException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Asks vendors what they offer and keeps the answer: the list of offers, the prices of now, the history. */
@Component
public class MarketCollector {
    private static final Logger log = LoggerFactory.getLogger(MarketCollector.class);
    private final Vendors vendors;
    private final Offers offers;
    private final SpotPrices prices;
    private final Pricing pricing;
    private final InstantSource clock;

    public MarketCollector(
            Vendors vendors,
            Offers offers,
            SpotPrices prices,
            Pricing pricing,
            InstantSource clock,
            MeterRegistry meters) {
        this.vendors = vendors;
        this.offers = offers;
        this.prices = prices;
        this.pricing = pricing;
        this.clock = clock;
        vendors.all()
                .forEach(provider -> Gauge.builder("dumont.market.age.seconds", () -> age(provider.vendor()))
                        .tag("vendor", provider.vendor())
                        .description("since the last complete answer of the vendor's market")
                        .register(meters));
    }

    private double age(String vendor) {
        return offers.collectedAt(vendor)
                .map(at -> (double) Duration.between(at, clock.instant()).toSeconds())
                .orElse(Double.NaN);
    }

    /** One vendor's failure leaves its old offers in place and the other vendors alone. */
    public void collectAll() {
        for (GpuProvider provider : vendors.all()) {
            try {
                collect(provider.vendor());
            } catch (ProviderException e) {
                log.atWarn()
                        .addKeyValue(LogKeys.VENDOR, provider.vendor())
                        .addKeyValue(LogKeys.OUTCOME, e.code())
                        .log("market could not be read");
            }
        }
    }

    /** @throws ProviderException nothing was changed then */
    public void collect(String vendor) {
        List<Offer> answer = vendors.of(vendor).offers(new OfferQuery(MarketOffer.PRICED_DISK_GB));
        Instant now = now();
        offers.collected(
                vendor,
                answer.stream().map(offer -> MarketOffer.seen(offer, now)).toList(),
                now);
        remember();
    }

    private Instant now() {
        // PostgreSQL keeps microseconds; a row must not look older than itself.
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void remember() {
        Instant now = now();
        Map<String, List<HourlyPrice>> perGpu = offers.matching(everything()).stream()
                .collect(Collectors.groupingBy(
                        offer -> offer.gpu().id(), Collectors.mapping(this::pricePerGpu, Collectors.toList())));
        perGpu.forEach((gpu, all) -> {
            SpotPrice price = SpotPrice.of(now, all);
            prices.record(gpu, price);
            announce(gpu, price);
        });
    }

    private void announce(String gpu, SpotPrice price) {
        try {
            prices.announce(gpu, price);
        } catch (DataAccessException e) {
            log.atWarn().addKeyValue("gpu", gpu).log("Redis does not take the price of now");
        }
    }

    private static OfferFilter everything() {
        return new OfferFilter(List.of(), null, null, List.of(), null, null, null, List.of(), 1);
    }

    private HourlyPrice pricePerGpu(MarketOffer offer) {
        return HourlyPrice.ofNanos(Math.ceilDiv(
                offer.quote(pricing, MarketOffer.PRICED_DISK_GB).price().nanos(), offer.gpuCount()));
    }
}
