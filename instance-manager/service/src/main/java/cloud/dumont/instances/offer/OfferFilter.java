package cloud.dumont.instances.offer;

import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.provider.Offer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an offer must be. Null means: no matter. */
public record OfferFilter(
        List<String> gpus,
        @Nullable Integer gpuCount,
        @Nullable Integer minVramGb,
        List<String> regions,
        @Nullable HourlyPrice maxPrice,
        @Nullable Double minReliability,
        Offer.@Nullable Kind kind,
        List<String> vendors,
        int diskGb) {
    /** Conditions on {@code offers_snapshot}; {@link #parameters()} has their values. */
    String conditions() {
        List<String> all = new ArrayList<>(List.of("gone_at IS NULL", "disk_gb_max >= :disk"));
        add(all, !gpus.isEmpty(), "gpu_id IN (:gpus)");
        add(all, gpuCount != null, "gpu_count = :gpuCount");
        add(all, minVramGb != null, "vram_gb >= :minVram");
        add(all, !regions.isEmpty(), "region IN (:regions)");
        add(all, minReliability != null, "reliability >= :minReliability");
        add(all, kind != null, "kind = :kind");
        add(all, !vendors.isEmpty(), "vendor IN (:vendors)");
        return String.join(" AND ", all);
    }

    private static void add(List<String> all, boolean asked, String condition) {
        if (asked) {
            all.add(condition);
        }
    }

    Map<String, Object> parameters() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("disk", diskGb);
        put(values, "gpus", gpus);
        put(values, "gpuCount", gpuCount);
        put(values, "minVram", minVramGb);
        put(values, "regions", regions);
        put(values, "minReliability", minReliability);
        put(values, "kind", kind == null ? null : kind.name().toLowerCase(java.util.Locale.ROOT));
        put(values, "vendors", vendors);
        return values;
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
            values.put(name, value);
        }
    }
}
