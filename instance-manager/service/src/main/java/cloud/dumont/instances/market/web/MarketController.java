package cloud.dumont.instances.market.web;

import cloud.dumont.instances.market.GpuCatalogue;
import cloud.dumont.instances.market.SpotPrice;
import cloud.dumont.instances.market.SpotPrices;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.web.caller.OpenToAll;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MarketController {
    private final GpuCatalogue catalogue;
    private final SpotPrices prices;
    private final InstantSource clock;

    MarketController(GpuCatalogue catalogue, SpotPrices prices, InstantSource clock) {
        this.catalogue = catalogue;
        this.prices = prices;
        this.clock = clock;
    }

    record Gpus(List<GpuLine> data) {}

    record GpuLine(
            String id,
            String name,
            int vramGb,
            List<String> vendors,
            int offers,
            HourlyPrice minPricePerHour,
            HourlyPrice medianPricePerHour) {}

    record History(List<SpotPrice> data) {}

    @GetMapping("/api/v1/gpus")
    @OpenToAll
    Gpus gpus() {
        return new Gpus(catalogue.now().stream()
                .map(line -> new GpuLine(
                        line.id(),
                        line.name(),
                        line.vramGb(),
                        line.vendors(),
                        line.offers(),
                        line.min(),
                        line.median()))
                .toList());
    }

    @GetMapping("/api/v1/spot-prices")
    @RequiresScope("market:read")
    History spotPrices(@RequestParam String gpu, @RequestParam(defaultValue = "24h") String window) {
        return switch (window) {
            case "24h" -> history(gpu, Duration.ofHours(24), Duration.ofMinutes(1));
            case "7d" -> history(gpu, Duration.ofDays(7), Duration.ofMinutes(30));
            case "30d" -> history(gpu, Duration.ofDays(30), Duration.ofHours(2));
            default ->
                throw new RefusedException(
                        new CommonRefusal.ValidationFailed("?window", "unknown", "window is 24h, 7d or 30d."));
        };
    }

    private History history(String gpu, Duration window, Duration step) {
        return new History(prices.history(gpu, clock.instant().minus(window), step));
    }
}
