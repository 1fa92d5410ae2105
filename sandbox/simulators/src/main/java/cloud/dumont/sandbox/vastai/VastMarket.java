package cloud.dumont.sandbox.vastai;

import cloud.dumont.sandbox.vastai.market.MarketLevers;
import cloud.dumont.sandbox.vastai.market.Offer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The market's levers, safe to call from any thread. See {@link MarketLevers} for matches and settings. */
public final class VastMarket {
    private final VastWorld world;
    private final MarketLevers levers;

    VastMarket(VastWorld world, MarketLevers levers) {
        this.world = world;
        this.levers = levers;
    }

    public List<Offer> offers() {
        return world.locked(now -> world.market().offers());
    }

    public int add(Map<String, String> offer) {
        return world.locked(now -> levers.add(offer, now));
    }

    public int remove(Map<String, String> match) {
        return world.locked(now -> levers.remove(match));
    }

    public int sellOut(Map<String, String> match) {
        return world.locked(now -> levers.sellOut(match));
    }

    public int restock(Map<String, String> match) {
        return world.locked(now -> levers.restock(match));
    }

    public int price(Map<String, String> match, BigDecimal factor) {
        return world.locked(now -> levers.price(match, factor));
    }

    /** The control API's five actions by name: {@code add, remove, sell_out, restock, price}. */
    public int change(String action, Map<String, String> match, Map<String, String> offer, BigDecimal factor) {
        return switch (action) {
            case "add" -> add(offer);
            case "remove" -> remove(match);
            case "sell_out" -> sellOut(match);
            case "restock" -> restock(match);
            case "price" -> price(match, factor);
            default -> throw new IllegalArgumentException("no action " + action + " on offers");
        };
    }
}
