package cloud.dumont.instances.offer.web;

import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.instances.offer.OfferFilter;
import cloud.dumont.instances.offer.OfferRefusal;
import cloud.dumont.instances.offer.Offers;
import cloud.dumont.instances.pricing.Pricing;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.provider.Offer;
import cloud.dumont.web.caller.OpenToAll;
import cloud.dumont.web.paging.Cursors;
import cloud.dumont.web.paging.Limit;
import cloud.dumont.web.paging.Page;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The market, open to everybody. */
@RestController
class OfferController {
    private static final int ALTERNATIVES = 5;
    private final Offers offers;
    private final Pricing pricing;
    private final Cursors cursors;

    OfferController(Offers offers, Pricing pricing, Cursors cursors) {
        this.offers = offers;
        this.pricing = pricing;
        this.cursors = cursors;
    }

    @GetMapping("/api/v1/offers")
    @OpenToAll
    Page<OfferResource> list(@RequestParam Map<String, String> query) {
        OfferQueryWords words = new OfferQueryWords(query);
        OfferFilter filter = words.filter();
        int limit = Limit.of(words.number("limit"));
        List<MarketOffer> all = offers.matching(filter);
        List<MarketOffer> ordered = words.descending() ? all.reversed() : all;
        String list = "offers?" + words.withoutPosition();
        String cursor = query.get("cursor");
        int from = cursor == null ? 0 : after(ordered, cursors.open(list, cursor), words.descending(), filter.diskGb());
        List<MarketOffer> rows = ordered.subList(from, Math.min(ordered.size(), from + limit + 1));
        return Page.of(
                rows,
                limit,
                offer -> OfferResource.of(offer, pricing, filter.diskGb()),
                offer -> cursors.seal(
                        list,
                        List.of(
                                Long.toString(price(offer, filter.diskGb()).nanos()),
                                offer.id().text())));
    }

    /** The market moves between two pages: go on behind the price of the last row, not at its old number. */
    private int after(List<MarketOffer> ordered, List<String> position, boolean descending, int diskGb) {
        HourlyPrice price = HourlyPrice.ofNanos(Long.parseLong(position.getFirst()));
        for (int i = 0; i < ordered.size(); i++) {
            if (ordered.get(i).id().text().equals(position.get(1))) {
                return i + 1;
            }
        }
        for (int i = 0; i < ordered.size(); i++) {
            int order = price(ordered.get(i), diskGb).compareTo(price);
            if (descending ? order < 0 : order > 0) {
                return i;
            }
        }
        return ordered.size();
    }

    private HourlyPrice price(MarketOffer offer, int diskGb) {
        return offer.quote(pricing, diskGb).price();
    }

    @GetMapping("/api/v1/offers/{id}")
    @OpenToAll
    OfferResource read(@PathVariable OfferId id, @RequestParam(name = "disk_gb", defaultValue = "40") int diskGb) {
        if (diskGb < 1 || diskGb > OfferQueryWords.MAX_DISK_GB) {
            throw new RefusedException(
                    new CommonRefusal.ValidationFailed("?disk_gb", "out_of_range", "disk_gb is 1 to 16384."));
        }
        MarketOffer offer = offers.find(id).orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        if (offer.isGone()) {
            throw new RefusedException(new OfferRefusal.OfferGone(alternatives(offer, diskGb)));
        }
        return OfferResource.of(offer, pricing, diskGb);
    }

    private List<OfferId> alternatives(MarketOffer gone, int diskGb) {
        OfferFilter like = new OfferFilter(
                List.of(gone.gpu().id()), gone.gpuCount(), null, List.of(), null, null, gone.kind(), List.of(), diskGb);
        return offers.matching(like).stream()
                .limit(ALTERNATIVES)
                .map(MarketOffer::id)
                .toList();
    }

    /** The filters of the market in a query string; words that are not known are refused. */
    private record OfferQueryWords(Map<String, String> query) {
        static final int MAX_DISK_GB = 16_384;
        private static final List<String> KNOWN = List.of(
                "gpu",
                "gpu_count",
                "vram_gb[gte]",
                "region",
                "max_price",
                "reliability[gte]",
                "kind",
                "vendor",
                "disk_gb",
                "sort",
                "limit",
                "cursor");

        OfferQueryWords {
            for (String word : query.keySet()) {
                if (!KNOWN.contains(word)) {
                    throw invalid(word, "unknown", word + " is no filter here.");
                }
            }
        }

        OfferFilter filter() {
            Integer disk = number("disk_gb");
            int diskGb = disk == null ? MarketOffer.PRICED_DISK_GB : disk;
            if (diskGb < 1 || diskGb > MAX_DISK_GB) {
                throw invalid("disk_gb", "out_of_range", "disk_gb is 1 to 16384.");
            }
            return new OfferFilter(
                    words("gpu"),
                    number("gpu_count"),
                    number("vram_gb[gte]"),
                    words("region"),
                    price(),
                    reliability(),
                    kind(),
                    words("vendor"),
                    diskGb);
        }

        boolean descending() {
            return switch (query.getOrDefault("sort", "price_per_hour")) {
                case "price_per_hour" -> false;
                case "-price_per_hour" -> true;
                default -> throw invalid("sort", "unknown", "sort is price_per_hour or -price_per_hour.");
            };
        }

        String withoutPosition() {
            return query.entrySet().stream()
                    .filter(entry ->
                            !entry.getKey().equals("cursor") && !entry.getKey().equals("limit"))
                    .sorted(Map.Entry.comparingByKey())
                    .map(Object::toString)
                    .toList()
                    .toString();
        }

        private List<String> words(String name) {
            String value = query.get(name);
            return value == null || value.isBlank() ? List.of() : Arrays.asList(value.split(","));
        }

        @Nullable
        Integer number(String name) {
            String value = query.get(name);
            try {
                return value == null ? null : Integer.valueOf(value);
            } catch (NumberFormatException e) {
                throw invalid(name, "invalid", name + " is a whole number.");
            }
        }

        private @Nullable HourlyPrice price() {
            String value = query.get("max_price");
            try {
                return value == null ? null : HourlyPrice.parse(value);
            } catch (ArithmeticException | NumberFormatException e) {
                throw invalid("max_price", "invalid", "max_price is an amount in USD per hour, e.g. 0.45.");
            }
        }

        private @Nullable Double reliability() {
            String value = query.get("reliability[gte]");
            try {
                return value == null ? null : Double.valueOf(value);
            } catch (NumberFormatException e) {
                throw invalid("reliability[gte]", "invalid", "reliability is a number from 0 to 1.");
            }
        }

        private Offer.@Nullable Kind kind() {
            String value = query.get("kind");
            return switch (value) {
                case null -> null;
                case "on_demand", "spot" -> Offer.Kind.valueOf(value.toUpperCase(Locale.ROOT));
                default -> throw invalid("kind", "unknown", "kind is on_demand or spot.");
            };
        }

        private static RefusedException invalid(String name, String reason, String detail) {
            return new RefusedException(new CommonRefusal.ValidationFailed("?" + name, reason, detail));
        }
    }
}
