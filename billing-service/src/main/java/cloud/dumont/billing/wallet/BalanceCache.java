package cloud.dumont.billing.wallet;

import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/**
 * {@code user:{id}:balance} in Redis: not a number that ticks but the function it is computed from: posted and held money,
 * what had accrued as of a moment, and the rate since. For readers that only show it; nothing is ever spent by it. An old
 * writer cannot overwrite a newer revision; the hash lives an hour and is written again when somebody asks or changes.
 */
@Component
public class BalanceCache implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(BalanceCache.class);
    private static final String LIFE_SECONDS = "3600";
    private static final RedisScript<Long> WRITE = new DefaultRedisScript<>("""
            local known = tonumber(redis.call('HGET', KEYS[1], 'ver') or '-1')
            if known > tonumber(ARGV[1]) then return 0 end
            redis.call('HSET', KEYS[1], 'ver', ARGV[1], 'posted', ARGV[2], 'held', ARGV[3], 'accrued', ARGV[4],
                       'as_of_ms', ARGV[5], 'burn_nanos_s', ARGV[6], 'burn_nanos_h', ARGV[7])
            redis.call('EXPIRE', KEYS[1], ARGV[8])
            return 1
            """, Long.class);

    private final StringRedisTemplate redis;
    private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();

    BalanceCache(StringRedisTemplate redis) {
        this.redis = redis;
    }

    public static String key(UserId user) {
        return "user:" + user.text() + ":balance";
    }

    /** Returns at once; a Redis that does not answer costs the cache a value, nobody else anything. */
    void writeSoon(UserId user, Balance balance, long revision) {
        writers.execute(() -> {
            try {
                write(user, balance, revision);
            } catch (DataAccessException e) {
                log.atWarn().addKeyValue("user_id", user).setCause(e).log("the cached balance could not be written");
            }
        });
    }

    /** @return false when a newer revision is there already */
    public boolean write(UserId user, Balance balance, long revision) {
        Long written = redis.execute(
                WRITE,
                List.of(key(user)),
                Long.toString(revision),
                Long.toString(balance.posted().micros()),
                Long.toString(balance.held().micros()),
                Long.toString(balance.accrued().micros()),
                Long.toString(balance.asOf().toEpochMilli()),
                Long.toString(balance.burnPerHour().nanos() / 3600),
                Long.toString(balance.burnPerHour().nanos()),
                LIFE_SECONDS);
        return Long.valueOf(1).equals(written);
    }

    /** What the cache says. */
    public record Cached(long revision, Money posted, Money held, long burnNanosPerHour) {}

    public Optional<Cached> read(UserId user) {
        Map<Object, Object> hash = redis.opsForHash().entries(key(user));
        return hash.isEmpty()
                ? Optional.empty()
                : Optional.of(new Cached(
                        number(hash, "ver"),
                        new Money(number(hash, "posted")),
                        new Money(number(hash, "held")),
                        number(hash, "burn_nanos_h")));
    }

    private static long number(Map<Object, Object> hash, String field) {
        return Long.parseLong(String.valueOf(hash.get(field)));
    }

    @Override
    public void destroy() {
        writers.close();
    }
}
