package cloud.dumont.instances.market;

import cloud.dumont.kernel.HourlyPrice;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Price history per GPU model, and the newest price of each in Redis. */
@Repository
public class SpotPrices {
    private static final Duration FRESH = Duration.ofSeconds(300);
    private final JdbcClient jdbc;
    private final StringRedisTemplate redis;

    public SpotPrices(JdbcClient jdbc, StringRedisTemplate redis) {
        this.jdbc = jdbc;
        this.redis = redis;
    }

    /** One row per GPU and minute; a second collection within the minute replaces the first. */
    public void record(String gpu, SpotPrice price) {
        jdbc.sql("""
                        INSERT INTO spot_prices (gpu_id, at, p10_nanos_h, median_nanos_h, p90_nanos_h, offers)
                        VALUES (:gpu, date_trunc('minute', CAST(:at AS timestamptz)), :p10, :median, :p90, :offers)
                        ON CONFLICT (gpu_id, at) DO UPDATE SET p10_nanos_h = excluded.p10_nanos_h,
                               median_nanos_h = excluded.median_nanos_h, p90_nanos_h = excluded.p90_nanos_h,
                               offers = excluded.offers
                        """)
                .param("gpu", gpu)
                .param("at", price.at().atOffset(ZoneOffset.UTC))
                .param("p10", price.p10().nanos())
                .param("median", price.median().nanos())
                .param("p90", price.p90().nanos())
                .param("offers", price.offers())
                .update();
    }

    /** The newest price for whoever reads Redis; it vanishes there when nobody renews it. */
    public void announce(String gpu, SpotPrice price) {
        String key = "spot:prices:" + gpu;
        redis.opsForHash()
                .putAll(
                        key,
                        Map.of(
                                "at", price.at().toString(),
                                "p10", price.p10().amount(),
                                "median", price.median().amount(),
                                "p90", price.p90().amount(),
                                "offers", Integer.toString(price.offers())));
        redis.expire(key, FRESH);
    }

    /** Oldest first, one point per {@code step}. */
    public List<SpotPrice> history(String gpu, Instant from, Duration step) {
        return jdbc.sql("""
                        SELECT date_bin(make_interval(secs => :step), at, 'epoch') AS bin,
                               percentile_disc(0.5) WITHIN GROUP (ORDER BY p10_nanos_h) AS p10,
                               percentile_disc(0.5) WITHIN GROUP (ORDER BY median_nanos_h) AS median,
                               percentile_disc(0.5) WITHIN GROUP (ORDER BY p90_nanos_h) AS p90,
                               max(offers) AS offers
                          FROM spot_prices WHERE gpu_id = :gpu AND at >= :from GROUP BY bin ORDER BY bin
                        """)
                .param("step", (double) step.toSeconds())
                .param("gpu", gpu)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .query((row, number) -> new SpotPrice(
                        row.getObject("bin", OffsetDateTime.class).toInstant(),
                        HourlyPrice.ofNanos(row.getLong("p10")),
                        HourlyPrice.ofNanos(row.getLong("median")),
                        HourlyPrice.ofNanos(row.getLong("p90")),
                        row.getInt("offers")))
                .list();
    }

    public void forgetBefore(Instant instant) {
        jdbc.sql("DELETE FROM spot_prices WHERE at < :before")
                .param("before", instant.atOffset(ZoneOffset.UTC))
                .update();
    }
}
