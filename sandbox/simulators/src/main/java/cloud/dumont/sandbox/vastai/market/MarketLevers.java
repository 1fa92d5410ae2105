package cloud.dumont.sandbox.vastai.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Puts the market into a wanted shape. A match selects machines by {@code gpu} (the vendor's name), {@code machine_id},
 * {@code country}, {@code offer} (an offer id) or {@code num_gpus} (that many GPUs free); an empty match selects all.
 * Every call answers how many machines it changed.
 */
public final class MarketLevers {
    private final Market market;

    public MarketLevers(Market market) {
        this.market = market;
    }

    /**
     * Lists verified, well connected machines. Settings, all optional: {@code gpu} (default RTX 4090), {@code num_gpus} (1), {@code count} (1),
     * {@code price} (USD an hour for one GPU), {@code bid_permille} (winning bid in thousandths of the price; 0 for none).
     */
    public int add(Map<String, String> offer, Instant now) {
        String name = offer.getOrDefault("gpu", "RTX 4090");
        GpuModel model = GpuCatalogue.named(name)
                .orElseThrow(() -> new IllegalArgumentException("no GPU model " + name + " in the catalogue"));
        int gpus = Integer.parseInt(offer.getOrDefault("num_gpus", "1"));
        int count = Integer.parseInt(offer.getOrDefault("count", "1"));
        int bidPermille = Integer.parseInt(offer.getOrDefault("bid_permille", "500"));
        for (int i = 0; i < count; i++) {
            HardwareFacts facts = HardwareMint.plain(market.takeMachineId(), model, gpus, bidPermille, now);
            market.add(new Hardware(facts, ppm(model, offer)));
        }
        return count;
    }

    private static int ppm(GpuModel model, Map<String, String> offer) {
        String price = offer.get("price");
        if (price == null) {
            return 1_000_000;
        }
        return new BigDecimal(price)
                .movePointRight(12)
                .divide(BigDecimal.valueOf(model.microsPerHour()), 0, RoundingMode.HALF_UP)
                .intValueExact();
    }

    /** Takes the machines off the list; those with contracts stay but offer nothing. */
    public int remove(Map<String, String> match) {
        List<Hardware> chosen = chosen(match);
        for (Hardware hardware : chosen) {
            if (hardware.contracted == 0) {
                market.withdraw(hardware);
            } else {
                takeAll(hardware);
            }
        }
        return chosen.size();
    }

    /** Strangers take everything that is free. */
    public int sellOut(Map<String, String> match) {
        List<Hardware> chosen = chosen(match);
        chosen.forEach(this::takeAll);
        return chosen.size();
    }

    private void takeAll(Hardware hardware) {
        hardware.strangers += hardware.free();
        market.relist(hardware);
    }

    /** All strangers leave. */
    public int restock(Map<String, String> match) {
        List<Hardware> chosen = chosen(match);
        chosen.forEach(hardware -> {
            hardware.strangers = 0;
            market.relist(hardware);
        });
        return chosen.size();
    }

    /** Multiplies prices; offer ids stay. */
    public int price(Map<String, String> match, BigDecimal factor) {
        List<Hardware> chosen = chosen(match);
        chosen.forEach(hardware -> hardware.pricePpm = Math.max(
                1, factor.multiply(BigDecimal.valueOf(hardware.pricePpm)).intValue()));
        return chosen.size();
    }

    private List<Hardware> chosen(Map<String, String> match) {
        Predicate<Hardware> all = hardware ->
                match.entrySet().stream().allMatch(entry -> fits(hardware, entry.getKey(), entry.getValue()));
        return market.machines().stream().filter(all).toList();
    }

    private static boolean fits(Hardware hardware, String name, String wanted) {
        HardwareFacts facts = hardware.facts;
        return switch (name) {
            case "gpu" -> facts.model().name().equalsIgnoreCase(wanted);
            case "machine_id" -> String.valueOf(facts.machineId()).equals(wanted);
            case "country" -> facts.country().equalsIgnoreCase(wanted);
            case "offer" ->
                hardware.offers.stream().anyMatch(id -> id.toString().equals(wanted));
            case "num_gpus" -> hardware.free() == Integer.parseInt(wanted);
            default -> throw new IllegalArgumentException("cannot match offers by " + name);
        };
    }
}
