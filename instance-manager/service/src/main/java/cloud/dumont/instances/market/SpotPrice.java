package cloud.dumont.instances.market;

import cloud.dumont.kernel.HourlyPrice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What one GPU of a model cost on the whole market at a moment, all in. */
public record SpotPrice(Instant at, HourlyPrice p10, HourlyPrice median, HourlyPrice p90, int offers) {
    private static final int HUNDRED = 100;

    /** @param prices per GPU, not empty */
    public static SpotPrice of(Instant at, List<HourlyPrice> prices) {
        List<HourlyPrice> sorted = new ArrayList<>(prices);
        Collections.sort(sorted);
        return new SpotPrice(at, rank(sorted, 10), rank(sorted, 50), rank(sorted, 90), sorted.size());
    }

    /** Nearest rank: always a price that somebody asks. */
    private static HourlyPrice rank(List<HourlyPrice> sorted, int percent) {
        int rank = Math.ceilDiv(percent * sorted.size(), HUNDRED);
        return sorted.get(Math.max(rank, 1) - 1);
    }
}
