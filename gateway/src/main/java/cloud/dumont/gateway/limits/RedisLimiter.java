package cloud.dumont.gateway.limits;

import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/** Counts in Redis, for all gateways together and by the clock of Redis: {@link Gcra} as one script. */
final class RedisLimiter {
    private final StringRedisTemplate redis;
    private final RedisScript<List<Long>> script;

    @SuppressWarnings({"unchecked", "rawtypes"})
    RedisLimiter(StringRedisTemplate redis) {
        this.redis = redis;
        this.script = (RedisScript) RedisScript.of(new ClassPathResource("limits/gcra.lua"), List.class);
    }

    /** @throws org.springframework.dao.DataAccessException when Redis does not answer */
    Decision take(Policy policy, String key) {
        Rate rate = policy.rate();
        List<Long> answer = redis.execute(
                script,
                List.of("rl:" + policy.name() + ":" + key),
                Long.toString(rate.intervalMicros()),
                Integer.toString(rate.burst()));
        return Decision.of(policy, answer.get(0) == 1, answer.get(1), answer.get(2), answer.get(3));
    }
}
