package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.LaunchCycle;
import cloud.dumont.instances.instance.RentalSpec;
import cloud.dumont.instances.market.MarketCollector;
import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.instances.offer.Offers;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.pricing.Pricing;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.ProviderException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Picks the offer to try next: the one the user chose, then the cheapest that fits, each at most once per endeavour. */
@Component
public class OfferPick {
    private final Offers offers;
    private final LaunchAttempts attempts;
    private final MarketCollector market;
    private final Vendors vendors;
    private final Pricing pricing;

    OfferPick(Offers offers, LaunchAttempts attempts, MarketCollector market, Vendors vendors, Pricing pricing) {
        this.offers = offers;
        this.attempts = attempts;
        this.market = market;
        this.vendors = vendors;
        this.pricing = pricing;
    }

    public sealed interface Pick {
        record Found(MarketOffer offer) implements Pick {}

        /** Nothing fits, and the market was just read. */
        record Nothing() implements Pick {}

        /** Nothing fits, but some vendor could not be asked. */
        record Unknown() implements Pick {}
    }

    /** The best one that is known, without asking anybody. */
    public Optional<MarketOffer> known(Instance instance, LaunchCycle cycle) {
        return choose(instance, cycle);
    }

    public Pick pick(Instance instance, LaunchCycle cycle) {
        Optional<MarketOffer> known = choose(instance, cycle);
        if (known.isPresent()) {
            return new Pick.Found(known.get());
        }
        boolean complete = readMarket(cycle);
        Optional<MarketOffer> fresh = choose(instance, cycle);
        if (fresh.isPresent()) {
            return new Pick.Found(fresh.get());
        }
        return complete ? new Pick.Nothing() : new Pick.Unknown();
    }

    private boolean readMarket(LaunchCycle cycle) {
        boolean complete = true;
        for (GpuProvider provider : vendors.all()) {
            try {
                market.collect(provider.vendor());
            } catch (ProviderException e) {
                complete &= cycle.avoidVendors().contains(provider.vendor());
            }
        }
        return complete;
    }

    private Optional<MarketOffer> choose(Instance instance, LaunchCycle cycle) {
        RentalSpec spec = instance.spec();
        Set<OfferId> tried = attempts.of(instance.id()).stream()
                .filter(attempt -> !attempt.sentAt().isBefore(cycle.startedAt()))
                .filter(attempt -> !isWorthRepeating(attempt))
                .map(LaunchAttempt::offer)
                .collect(Collectors.toSet());
        List<MarketOffer> fitting = offers.matching(spec.filter()).stream()
                .filter(offer -> !tried.contains(offer.id()))
                .filter(offer -> !cycle.avoidHosts().contains(offer.hostRef()))
                .filter(offer -> !cycle.avoidVendors().contains(offer.vendor()))
                .toList();
        OfferId chosen = spec.offer();
        Optional<MarketOffer> first = chosen == null || tried.contains(chosen)
                ? Optional.empty()
                : offers.find(chosen)
                        .filter(offer -> !offer.isGone())
                        .filter(offer ->
                                offer.quote(pricing, spec.diskGb()).price().compareTo(spec.maxPrice()) <= 0);
        return first.or(() -> fitting.stream().findFirst());
    }

    private static boolean isWorthRepeating(LaunchAttempt attempt) {
        return "throttled".equals(attempt.errorCode());
    }
}
