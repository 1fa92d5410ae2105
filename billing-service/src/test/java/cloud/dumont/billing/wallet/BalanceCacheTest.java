package cloud.dumont.billing.wallet;

import static cloud.dumont.billing.Customers.ended;
import static cloud.dumont.billing.Customers.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.billing.BillingTest;
import cloud.dumont.billing.Customers;
import cloud.dumont.billing.audit.CacheAudit;
import cloud.dumont.billing.metering.Metering;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

@BillingTest
class BalanceCacheTest {
    private static final Instant T = Instant.parse("2031-03-01T12:00:00Z");

    @Autowired
    private BalanceCache cache;

    @Autowired
    private CacheAudit audit;

    @Autowired
    private Wallets wallets;

    @Autowired
    private Metering metering;

    @Autowired
    private Customers customers;

    @Autowired
    private StringRedisTemplate redis;

    private final InstanceId machine = Customers.instance();
    private final PlacementId box = Customers.placement();

    private static Balance balance(String posted) {
        return new Balance(
                Money.parse(posted), Money.parse(posted), Money.ZERO, Money.ZERO, HourlyPrice.parse("0.36"), null, T);
    }

    @Test
    void anOldWriterLoses() {
        UserId user = new UserId(UUID.randomUUID());
        assertThat(cache.write(user, balance("5"), 7)).isTrue();
        assertThat(cache.write(user, balance("9"), 6)).isFalse();
        assertThat(redis.opsForHash().entries(BalanceCache.key(user)))
                .isEqualTo(Map.of(
                        "ver", "7",
                        "posted", "5000000",
                        "held", "0",
                        "accrued", "0",
                        "as_of_ms", Long.toString(T.toEpochMilli()),
                        "burn_nanos_s", "100000",
                        "burn_nanos_h", "360000000"));
        assertThat(redis.getExpire(BalanceCache.key(user))).isBetween(3000L, 3600L);
        assertThat(cache.write(user, balance("9"), 8)).isTrue();
    }

    @Test
    void everyChangeReachesTheCacheAndAWipedOneIsFilledAgain() {
        UserId user = customers.with("10", "0", T);
        metering.started(started(user, machine, box, T, "0.36"), T);
        long revision = wallets.read(user, T).orElseThrow().wallet().revision();
        await().untilAsserted(() -> assertThat(cache.read(user))
                .contains(new BalanceCache.Cached(revision, Money.parse("10"), Money.parse("0.06"), 360_000_000)));
        assertThat(audit.run(T)).isZero();

        redis.delete(BalanceCache.key(user));
        wallets.show(user, T.plusSeconds(5));
        await().untilAsserted(() -> assertThat(cache.read(user)).isPresent());

        redis.opsForHash().put(BalanceCache.key(user), "posted", "10000007");
        assertThat(audit.run(T)).isEqualTo(7);
        assertThat(audit.run(T)).isZero();
        metering.ended(ended(user, machine, box, T.plusSeconds(1), "stopped"), T.plusSeconds(1));
    }
}
