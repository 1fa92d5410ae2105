package cloud.dumont.sandbox.vastai.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** One listed machine and who has how many of its GPUs. Only the market changes it. */
final class Hardware {
    final HardwareFacts facts;
    /** Millionths of the model's usual price. */
    int pricePpm;

    int strangers;
    int contracted;
    final List<Long> offers = new ArrayList<>();

    Hardware(HardwareFacts facts, int pricePpm) {
        this.facts = facts;
        this.pricePpm = pricePpm;
    }

    int free() {
        return facts.gpus() - strangers - contracted;
    }

    /** USD an hour for a slice of this many GPUs, no disk. */
    BigDecimal price(int slice) {
        return BigDecimal.valueOf(facts.model().microsPerHour())
                .multiply(BigDecimal.valueOf((long) pricePpm * slice))
                .movePointLeft(12)
                .setScale(6, RoundingMode.HALF_UP);
    }

    /** The bid that wins now; zero when not let on bids. */
    BigDecimal minBid(int slice) {
        return price(slice)
                .multiply(BigDecimal.valueOf(facts.bidPermille()))
                .movePointLeft(3)
                .setScale(6, RoundingMode.HALF_UP);
    }
}
