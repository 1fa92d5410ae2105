package cloud.dumont.instances.instance;

import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Who has which machines, and how each is, in Redis for quick readers: {@code user:{id}:instances} (set) and {@code
 * instance:{id}:status} (hash). Written after the commit; a sweep writes it all again, so a lost Redis fills up by itself.
 */
@Component
class InstanceIndex {
    private static final Logger log = LoggerFactory.getLogger(InstanceIndex.class);
    private static final Duration REMEMBER_DESTROYED = Duration.ofDays(1);

    /** An older version never overwrites a newer one. */
    private static final DefaultRedisScript<Long> PUT = new DefaultRedisScript<>("""
            local known = tonumber(redis.call('HGET', KEYS[1], 'version') or '-1')
            if known > tonumber(ARGV[3]) then return 0 end
            redis.call('HSET', KEYS[1], 'status', ARGV[1], 'epoch', ARGV[2], 'version', ARGV[3])
            if ARGV[5] == '0' then
              redis.call('SADD', KEYS[2], ARGV[4]); redis.call('PERSIST', KEYS[1])
            else
              redis.call('SREM', KEYS[2], ARGV[4]); redis.call('EXPIRE', KEYS[1], ARGV[5])
            end
            return 1
            """, Long.class);

    private final StringRedisTemplate redis;
    private final ExecutorService writing = Executors.newVirtualThreadPerTaskExecutor();

    InstanceIndex(StringRedisTemplate redis) {
        this.redis = redis;
    }

    private record Line(InstanceId id, UserId user, Status status, long epoch, long version) {
        static Line of(Instance instance) {
            return new Line(
                    instance.id(),
                    instance.user(),
                    instance.status(),
                    instance.epoch().value(),
                    instance.version());
        }
    }

    void updateAfterCommit(Instance instance) {
        Line line = Line.of(instance);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                writing.execute(() -> put(line));
            }
        });
    }

    void put(Instance instance) {
        put(Line.of(instance));
    }

    private void put(Line line) {
        try {
            redis.execute(
                    PUT,
                    List.of("instance:" + line.id() + ":status", "user:" + line.user() + ":instances"),
                    line.status().word(),
                    Long.toString(line.epoch()),
                    Long.toString(line.version()),
                    line.id().text(),
                    line.status() == Status.DESTROYED ? Long.toString(REMEMBER_DESTROYED.toSeconds()) : "0");
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("machine_id", line.id()).setCause(e).log("Redis does not take a machine's status");
        }
    }
}
