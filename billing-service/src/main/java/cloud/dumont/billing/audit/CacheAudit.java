package cloud.dumont.billing.audit;

import cloud.dumont.billing.usage.Intervals;
import cloud.dumont.billing.wallet.Balance;
import cloud.dumont.billing.wallet.BalanceCache;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** Compares cached balances with the database; a cache that is merely behind is written again. */
@Component
public class CacheAudit {
    private final Intervals intervals;
    private final Wallets wallets;
    private final BalanceCache cache;
    private final AtomicLong drift;

    CacheAudit(Intervals intervals, Wallets wallets, BalanceCache cache, MeterRegistry meters) {
        this.intervals = intervals;
        this.wallets = wallets;
        this.cache = cache;
        this.drift = new AtomicLong();
        meters.gauge("dumont.balance.cache.drift.micros", drift);
    }

    /** @return the sum of the differences at equal revisions: 0 */
    public long run(Instant now) {
        long sum = 0;
        for (UserId user : intervals.usersWithOpen()) {
            sum += wallets.read(user, now).map(found -> compare(user, found)).orElse(0L);
        }
        drift.set(sum);
        return sum;
    }

    private long compare(UserId user, Wallets.Versioned found) {
        Balance balance = found.balance();
        long difference = cache.read(user)
                .filter(cached -> cached.revision() == found.wallet().revision())
                .map(cached -> Math.abs(
                                cached.posted().micros() - balance.posted().micros())
                        + Math.abs(cached.held().micros() - balance.held().micros())
                        + Math.abs(cached.burnNanosPerHour()
                                        - balance.burnPerHour().nanos())
                                / 1000)
                .orElse(0L);
        cache.write(user, balance, found.wallet().revision());
        return difference;
    }
}
