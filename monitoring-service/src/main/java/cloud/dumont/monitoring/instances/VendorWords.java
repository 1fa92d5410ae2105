package cloud.dumont.monitoring.instances;

import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.util.List;

/** Serving placements that do not run, by their vendors' newest complete lists and one read each. */
public record VendorWords(List<Word> words) {
    /** @param status {@code stopped}, {@code outbid} or {@code gone} */
    public record Word(PlacementId placement, String status, Instant readAt) {}
}
