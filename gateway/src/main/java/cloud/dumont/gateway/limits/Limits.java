package cloud.dumont.gateway.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** Says whether one more is allowed. Without Redis each gateway allows its share: never nothing, never everything. */
@Component
public class Limits {
    private static final Logger log = LoggerFactory.getLogger(Limits.class);
    private static final Duration REDIS_REST = Duration.ofSeconds(1);

    private final RedisLimiter shared;
    private final LocalLimiter local = new LocalLimiter();
    private final LimitsConfig config;
    private final InstantSource clock;
    private volatile Instant redisAgainAt = Instant.EPOCH;

    Limits(StringRedisTemplate redis, LimitsConfig config, InstantSource clock) {
        this.shared = new RedisLimiter(redis);
        this.config = config;
        this.clock = clock;
    }

    public LimitsConfig config() {
        return config;
    }

    /** @param key whose bucket it is */
    public Decision take(Policy policy, String key) {
        Instant now = clock.instant();
        if (!now.isBefore(redisAgainAt)) {
            try {
                return shared.take(policy, key);
            } catch (DataAccessException e) {
                redisAgainAt = now.plus(REDIS_REST);
                log.atWarn().setCause(e).log("limits are counted locally: Redis does not answer");
            }
        }
        Policy share = new Policy(policy.name(), policy.rate().dividedBy(Math.max(1, config.replicas())));
        return local.take(share, key, now);
    }
}
