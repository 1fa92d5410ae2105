package cloud.dumont.monitoring.health;

import cloud.dumont.kernel.PlacementId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.data.redis.connection.DefaultStringRedisConnection;
import org.springframework.data.redis.connection.StringRedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * When each watched placement has to have beaten, by this platform's clock: sorted sets in Redis, found in one look however
 * many there are. Only an index: the book and the agents' rows decide, and fill it again after it was lost.
 */
@Component
public class Deadlines {
    static final int SHARDS = 256;
    /** Gone when Redis was emptied. */
    static final String MARKER = "hb:filled";

    private static final int AT_ONCE = 100;
    private final StringRedisTemplate redis;

    Deadlines(StringRedisTemplate redis) {
        this.redis = redis;
    }

    public void set(PlacementId placement, Instant deadline) {
        redis.opsForZSet().add(key(placement), placement.text(), deadline.toEpochMilli());
    }

    void remove(PlacementId placement) {
        redis.opsForZSet().remove(key(placement), placement.text());
    }

    boolean wereLost() {
        return !Boolean.TRUE.equals(redis.hasKey(MARKER));
    }

    void fill(Map<PlacementId, Instant> deadlines) {
        deadlines.forEach(this::set);
        redis.opsForValue().set(MARKER, "1");
    }

    List<PlacementId> dueAt(Instant now) {
        List<Object> shards = redis.executePipelined((RedisCallback<Object>) connection -> {
            StringRedisConnection line = new DefaultStringRedisConnection(connection);
            for (int shard = 0; shard < SHARDS; shard++) {
                line.zRangeByScore("hb:" + shard, Double.NEGATIVE_INFINITY, now.toEpochMilli(), 0, AT_ONCE);
            }
            return nothing();
        });
        List<PlacementId> due = new ArrayList<>();
        for (Object shard : shards) {
            if (shard instanceof Set<?> members) {
                members.forEach(member -> due.add(PlacementId.parse(text(member))));
            }
        }
        return due;
    }

    /** A pipelined callback has to return null. */
    @SuppressWarnings("NullAway")
    private static Object nothing() {
        return null;
    }

    private static String text(Object member) {
        return member instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(member);
    }

    private static String key(PlacementId placement) {
        return "hb:" + Math.floorMod(placement.text().hashCode(), SHARDS);
    }
}
