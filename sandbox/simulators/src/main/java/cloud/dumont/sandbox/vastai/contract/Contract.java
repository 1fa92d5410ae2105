package cloud.dumont.sandbox.vastai.contract;

import cloud.dumont.sandbox.vastai.market.Offer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rented instance.
 *
 * @param account id of the account that pays
 * @param bid USD an hour, null when on demand
 * @param minBid what a bid must exceed to run
 * @param hiddenUntil until then reads do not know the instance yet
 */
public record Contract(
        long id,
        long account,
        Rental rental,
        @Nullable String label,
        @Nullable BigDecimal bid,
        BigDecimal minBid,
        List<SshKey> keys,
        @Nullable Instant hiddenUntil,
        Situation situation) {
    public Contract {
        keys = List.copyOf(keys);
    }

    public String ref() {
        return Long.toString(id);
    }

    public String labelText() {
        return label == null ? "" : label;
    }

    public Phase phase() {
        return situation.phase();
    }

    /** USD an hour for the GPUs while it runs: a bid never pays more than the on-demand price. */
    public BigDecimal price() {
        return bid == null ? rental.onDemandPrice() : bid.min(rental.onDemandPrice());
    }

    /** USD an hour for the disk. */
    public BigDecimal diskPrice() {
        return Offer.diskPerHour(rental.facts(), rental.diskGb());
    }

    /** A bid that only equals the winning one may lose by rounding, and here it does. */
    public boolean bidWins() {
        return bid == null || bid.compareTo(minBid) > 0;
    }

    public boolean isHidden(Instant now) {
        return hiddenUntil != null && now.isBefore(hiddenUntil);
    }

    /** What a fault's match can name. */
    Map<String, String> facts() {
        return Map.of("ref", ref(), "gpu", rental.facts().model().name(), "label", labelText());
    }

    Contract with(Situation next) {
        return new Contract(id, account, rental, label, bid, minBid, keys, hiddenUntil, next);
    }

    Contract labelled(@Nullable String other) {
        return new Contract(id, account, rental, other, bid, minBid, keys, hiddenUntil, situation);
    }

    Contract bidding(BigDecimal other, BigDecimal lowest) {
        return new Contract(id, account, rental, label, other, lowest, keys, hiddenUntil, situation);
    }

    Contract withKeys(List<SshKey> others) {
        return new Contract(id, account, rental, label, bid, minBid, others, hiddenUntil, situation);
    }
}
