package cloud.dumont.instances.market;

import cloud.dumont.kernel.HourlyPrice;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The GPU models that were seen on the market, with what is on offer now. */
@Repository
public class GpuCatalogue {
    private final JdbcClient jdbc;

    public GpuCatalogue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Prices are of one GPU, all in; zero offers have none. */
    public record Line(
            String id,
            String name,
            int vramGb,
            List<String> vendors,
            int offers,
            HourlyPrice min,
            HourlyPrice median) {}

    public List<Line> now() {
        return jdbc.sql("""
                        SELECT gpu_id, min(gpu_name) AS name, max(vram_gb) AS vram,
                               string_agg(DISTINCT vendor, ',' ORDER BY vendor) AS vendors, count(*) AS offers,
                               min(ceil(price_nanos_h::numeric / gpu_count))::bigint AS lowest,
                               percentile_disc(0.5) WITHIN GROUP (ORDER BY ceil(price_nanos_h::numeric / gpu_count))::bigint AS middle
                          FROM offers_snapshot WHERE gone_at IS NULL GROUP BY gpu_id ORDER BY lowest, gpu_id
                        """)
                .query((row, number) -> new Line(
                        row.getString("gpu_id"),
                        row.getString("name"),
                        row.getInt("vram"),
                        List.of(row.getString("vendors").split(",")),
                        row.getInt("offers"),
                        HourlyPrice.ofNanos(row.getLong("lowest")),
                        HourlyPrice.ofNanos(row.getLong("middle"))))
                .list();
    }
}
