package cloud.dumont.instances.offer;

import cloud.dumont.instances.pricing.Pricing;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.kernel.Region;
import cloud.dumont.provider.Offer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What was for rent when each vendor was last asked. */
@Repository
public class Offers {
    /** How long an offer that is gone can still be looked up, to be told that it is gone. */
    private static final Duration REMEMBER_GONE = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Pricing pricing;

    public Offers(JdbcClient jdbc, JdbcTemplate batches, Pricing pricing) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.pricing = pricing;
    }

    public Optional<MarketOffer> find(OfferId id) {
        return jdbc.sql("SELECT * FROM offers_snapshot WHERE id = :id")
                .param("id", id.value())
                .query(Offers::row)
                .optional();
    }

    /** Everything on offer that fits, cheapest first for the disk asked for, the more reliable first at one price. */
    public List<MarketOffer> matching(OfferFilter filter) {
        HourlyPrice limit = filter.maxPrice();
        return jdbc
                .sql("SELECT * FROM offers_snapshot WHERE " + filter.conditions())
                .params(filter.parameters())
                .query(Offers::row)
                .list()
                .stream()
                .filter(offer -> limit == null || price(offer, filter.diskGb()).compareTo(limit) <= 0)
                .sorted(Comparator.comparing((MarketOffer offer) -> price(offer, filter.diskGb()))
                        .thenComparing(Offers::unreliability)
                        .thenComparing(offer -> offer.id().value()))
                .toList();
    }

    private HourlyPrice price(MarketOffer offer, int diskGb) {
        return offer.quote(pricing, diskGb).price();
    }

    private static double unreliability(MarketOffer offer) {
        Double reliability = offer.reliability();
        return reliability == null ? 1 : 1 - reliability;
    }

    /** Somebody was faster: no longer shown from now on. */
    public void gone(OfferId id, Instant now) {
        jdbc.sql("UPDATE offers_snapshot SET gone_at = :now WHERE id = :id AND gone_at IS NULL")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("id", id.value())
                .update();
    }

    /** Replaces what is known of one vendor by a complete answer of it. */
    @Transactional
    public void collected(String vendor, List<MarketOffer> offers, Instant now) {
        batches.batchUpdate(UPSERT, offers.stream().map(this::values).toList());
        jdbc.sql(
                        "UPDATE offers_snapshot SET gone_at = :now WHERE vendor = :vendor AND gone_at IS NULL AND seen_at < :now")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("vendor", vendor)
                .update();
        jdbc.sql("DELETE FROM offers_snapshot WHERE vendor = :vendor AND gone_at < :before")
                .param("vendor", vendor)
                .param("before", now.minus(REMEMBER_GONE).atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("""
                        INSERT INTO collections (vendor, collected_at, offers) VALUES (:vendor, :now, :offers)
                        ON CONFLICT (vendor) DO UPDATE SET collected_at = excluded.collected_at, offers = excluded.offers
                        """)
                .param("vendor", vendor)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("offers", offers.size())
                .update();
    }

    /** When the vendor last gave a complete answer. */
    public Optional<Instant> collectedAt(String vendor) {
        return jdbc.sql("SELECT collected_at FROM collections WHERE vendor = :vendor")
                .param("vendor", vendor)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private static final String UPSERT = """
            INSERT INTO offers_snapshot (id, vendor, offer_ref, host_ref, gpu_id, gpu_name, vram_gb, gpu_count, kind, region,
                   gpu_cost_nanos_h, disk_cost_nanos_h, price_nanos_h, traffic_usd_gb, reliability, disk_gb_max, vram_mb,
                   down_mbps, isolation, seen_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET gpu_cost_nanos_h = excluded.gpu_cost_nanos_h,
                   disk_cost_nanos_h = excluded.disk_cost_nanos_h, price_nanos_h = excluded.price_nanos_h,
                   traffic_usd_gb = excluded.traffic_usd_gb, reliability = excluded.reliability,
                   disk_gb_max = excluded.disk_gb_max, down_mbps = excluded.down_mbps, seen_at = excluded.seen_at,
                   gone_at = NULL
            """;

    private Object[] values(MarketOffer offer) {
        return new Object[] {
            offer.id().value(),
            offer.vendor(),
            offer.ref(),
            offer.hostRef(),
            offer.gpu().id(),
            offer.gpu().name(),
            offer.gpu().vramGb(),
            offer.gpuCount(),
            offer.kind().name().toLowerCase(Locale.ROOT),
            offer.region().code(),
            offer.gpuCost().nanos(),
            offer.diskCost().nanos(),
            price(offer, MarketOffer.PRICED_DISK_GB).nanos(),
            offer.trafficUsdPerGb(),
            offer.reliability(),
            offer.diskGbMax(),
            offer.vramMb(),
            offer.downMbps(),
            offer.isolation().name().toLowerCase(Locale.ROOT),
            offer.seenAt().atOffset(ZoneOffset.UTC)
        };
    }

    private static MarketOffer row(ResultSet row, int number) throws SQLException {
        OffsetDateTime gone = row.getObject("gone_at", OffsetDateTime.class);
        return new MarketOffer(
                new OfferId(row.getObject("id", UUID.class)),
                row.getString("vendor"),
                row.getString("offer_ref"),
                row.getString("host_ref"),
                new GpuModel(row.getString("gpu_id"), row.getString("gpu_name"), row.getInt("vram_gb")),
                row.getInt("gpu_count"),
                Offer.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                new Region(row.getString("region")),
                HourlyPrice.ofNanos(row.getLong("gpu_cost_nanos_h")),
                HourlyPrice.ofNanos(row.getLong("disk_cost_nanos_h")),
                row.getBigDecimal("traffic_usd_gb"),
                row.getObject("reliability", Double.class),
                row.getInt("disk_gb_max"),
                row.getInt("vram_mb"),
                row.getObject("down_mbps", Double.class),
                Offer.Isolation.valueOf(row.getString("isolation").toUpperCase(Locale.ROOT)),
                row.getObject("seen_at", OffsetDateTime.class).toInstant(),
                gone == null ? null : gone.toInstant());
    }
}
