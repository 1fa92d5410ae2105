package cloud.dumont.monitoring.telemetry;

import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.InstanceId;
import java.time.Duration;
import java.util.Optional;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** The newest reading of each machine. Kept only as long as it can pass for "now"; the next beat writes it again. */
@Component
public class Readings {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private final StringRedisTemplate redis;

    Readings(StringRedisTemplate redis) {
        this.redis = redis;
    }

    public void keep(InstanceId instance, Reading reading) {
        redis.opsForValue().set(key(instance), DumontJson.mapper().writeValueAsString(reading), LIFE);
    }

    public Optional<Reading> newest(InstanceId instance) {
        return Optional.ofNullable(redis.opsForValue().get(key(instance)))
                .map(json -> DumontJson.mapper().readValue(json, Reading.class));
    }

    private static String key(InstanceId instance) {
        return "reading:" + instance.text();
    }
}
