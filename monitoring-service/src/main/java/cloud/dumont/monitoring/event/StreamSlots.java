package cloud.dumont.monitoring.event;

import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.sse.StreamConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/**
 * How many streams a user holds open, over all replicas. A place is held only as long as its stream renews it, so those of
 * a dead replica are free again soon. Without Redis each replica counts alone.
 */
@Component
public class StreamSlots {
    private static final Logger log = LoggerFactory.getLogger(StreamSlots.class);
    private static final RedisScript<Long> TAKE = RedisScript.of("""
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
            if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) and not redis.call('ZSCORE', KEYS[1], ARGV[3]) then
              return 0
            end
            redis.call('ZADD', KEYS[1], ARGV[4], ARGV[3])
            redis.call('PEXPIREAT', KEYS[1], ARGV[4])
            return 1
            """, Long.class);

    private final StringRedisTemplate redis;
    private final StreamConfig config;
    private final InstantSource clock;
    private final Map<UserId, Integer> here = new ConcurrentHashMap<>();

    StreamSlots(StringRedisTemplate redis, StreamConfig config, InstantSource clock) {
        this.redis = redis;
        this.config = config;
        this.clock = clock;
    }

    /** A place for one stream; give it back by closing it. */
    public final class Slot implements AutoCloseable {
        private final UserId user;
        private final String name = UUID.randomUUID().toString();

        private Slot(UserId user) {
            this.user = user;
        }

        public void renew() {
            take(this);
        }

        @Override
        public void close() {
            here.computeIfPresent(user, (any, count) -> count > 1 ? count - 1 : null);
            try {
                redis.opsForZSet().remove(key(user), name);
            } catch (DataAccessException e) {
                log.atDebug().setCause(e).log("a stream's place ends by itself");
            }
        }
    }

    /** @return null when all places are taken */
    public @org.jspecify.annotations.Nullable Slot take(UserId user) {
        if (here.merge(user, 1, Integer::sum) > config.perUser()) {
            here.merge(user, -1, Integer::sum);
            return null;
        }
        Slot slot = new Slot(user);
        if (!take(slot)) {
            slot.close();
            return null;
        }
        return slot;
    }

    private boolean take(Slot slot) {
        Instant now = clock.instant();
        Duration life = config.ping().multipliedBy(2).plusSeconds(1);
        try {
            Long taken = redis.execute(
                    TAKE,
                    List.of(key(slot.user)),
                    Long.toString(now.toEpochMilli()),
                    Integer.toString(config.perUser()),
                    slot.name,
                    Long.toString(now.plus(life).toEpochMilli()));
            return taken == null || taken == 1;
        } catch (DataAccessException e) {
            log.atWarn().setCause(e).log("streams are counted in this replica only");
            return true;
        }
    }

    private static String key(UserId user) {
        return "sse:" + user.text();
    }
}
