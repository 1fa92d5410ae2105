package cloud.dumont.provider.testkit;

import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.provider.Offer;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the fake vendor has for rent. An offer can be taken once. Guarded by its provider's lock. */
final class FakeMarket {
    private final Map<String, Offer> stock = new LinkedHashMap<>();
    private final Set<String> soldOut = new HashSet<>();

    void put(Offer offer) {
        stock.put(offer.ref(), offer);
        soldOut.remove(offer.ref());
    }

    void sellOut(String ref) {
        soldOut.add(ref);
    }

    void withdraw(String ref) {
        stock.remove(ref);
    }

    Optional<Offer> take(String ref) {
        Offer offer = stock.remove(ref);
        return soldOut.contains(ref) ? Optional.empty() : Optional.ofNullable(offer);
    }

    List<Offer> offers(int diskGb) {
        return stock.values().stream()
                .filter(offer -> offer.diskGbMax() >= diskGb)
                .map(offer -> priced(offer, diskGb))
                .toList();
    }

    static HourlyPrice times(HourlyPrice price, BigDecimal factor) {
        return HourlyPrice.of(new BigDecimal(price.amount()).multiply(factor));
    }

    static Offer priced(Offer offer, int diskGb) {
        HourlyPrice disk = times(FakeGpuProvider.DISK_PER_GB, BigDecimal.valueOf(diskGb));
        return new Offer(
                offer.vendor(),
                offer.ref(),
                offer.hostRef(),
                offer.gpu(),
                offer.gpuCount(),
                offer.kind(),
                offer.region(),
                offer.gpuCost(),
                disk,
                offer.trafficCostPerGb(),
                offer.reliability(),
                offer.diskGbMax(),
                offer.cpus(),
                offer.memoryMb(),
                offer.vramMb(),
                offer.downMbps(),
                offer.minBid(),
                offer.isolation());
    }
}
