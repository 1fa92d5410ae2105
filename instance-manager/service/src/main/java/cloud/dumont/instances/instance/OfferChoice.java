package cloud.dumont.instances.instance;

import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.instances.offer.OfferFilter;
import cloud.dumont.instances.offer.OfferRefusal;
import cloud.dumont.instances.offer.Offers;
import cloud.dumont.instances.pricing.Pricing;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Finds the offer that a wish is about: the one it names, or the cheapest that fits. */
@Component
class OfferChoice {
    private static final int ALTERNATIVES = 5;
    private final Offers offers;
    private final Pricing pricing;

    OfferChoice(Offers offers, Pricing pricing) {
        this.offers = offers;
        this.pricing = pricing;
    }

    /** @throws RefusedException nothing fits, or the named offer is gone */
    MarketOffer choose(RentalWish wish) {
        OfferId named = wish.offer();
        if (named == null) {
            return offers.matching(filter(wish)).stream()
                    .findFirst()
                    .orElseThrow(() -> new RefusedException(new OfferRefusal.NoOfferMatches()));
        }
        MarketOffer offer =
                offers.find(named).orElseThrow(() -> new RefusedException(new OfferRefusal.OfferGone(List.of())));
        if (offer.isGone()) {
            throw new RefusedException(new OfferRefusal.OfferGone(alternatives(offer, wish)));
        }
        if (wish.diskGb() > offer.diskGbMax()) {
            throw new RefusedException(new CommonRefusal.ValidationFailed(
                    "#/disk_gb", "too_large", "This offer has room for " + offer.diskGbMax() + " GB."));
        }
        HourlyPrice limit = wish.maxPrice();
        if (limit != null && price(offer, wish.diskGb()).compareTo(limit) > 0) {
            throw new RefusedException(new OfferRefusal.NoOfferMatches());
        }
        return offer;
    }

    MarketOffer cheapest(RentalSpec spec) {
        return offers.matching(spec.filter()).stream()
                .findFirst()
                .orElseThrow(() -> new RefusedException(new OfferRefusal.NoOfferMatches()));
    }

    HourlyPrice price(MarketOffer offer, int diskGb) {
        return offer.quote(pricing, diskGb).price();
    }

    RentalSpec spec(RentalWish wish, MarketOffer offer) {
        HourlyPrice limit = wish.maxPrice();
        return new RentalSpec(
                wish.offer(),
                offer.gpu(),
                List.of(),
                offer.gpuCount(),
                wish.region(),
                offer.kind(),
                wish.image(),
                wish.diskGb(),
                wish.ports(),
                wish.environment(),
                wish.startCommand(),
                wish.sshKeys(),
                limit == null ? Pricing.withTolerance(price(offer, wish.diskGb())) : limit);
    }

    private static OfferFilter filter(RentalWish wish) {
        String gpu = wish.gpu();
        return new OfferFilter(
                gpu == null ? List.of() : List.of(gpu),
                wish.gpuCount(),
                null,
                wish.region() == null ? List.of() : List.of(wish.region()),
                wish.maxPrice(),
                null,
                wish.kind(),
                List.of(),
                wish.diskGb());
    }

    private List<OfferId> alternatives(MarketOffer gone, RentalWish wish) {
        OfferFilter like = new OfferFilter(
                List.of(gone.gpu().id()),
                gone.gpuCount(),
                null,
                List.of(),
                null,
                null,
                gone.kind(),
                List.of(),
                wish.diskGb());
        return offers.matching(like).stream()
                .limit(ALTERNATIVES)
                .map(MarketOffer::id)
                .toList();
    }
}
