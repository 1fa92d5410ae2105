package cloud.dumont.gateway.identity.revocation;

import cloud.dumont.kernel.Id;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Logins and keys that ended while tokens or caches still speak for them. The database knows; Redis ({@code rev:…}) answers
 * each request. A Redis that is down, or that lost its memory, is asked no further: the database is.
 */
@Component
public class Revocations {
    private static final Logger log = LoggerFactory.getLogger(Revocations.class);
    /** Longer than an access token lives, leeway included. */
    private static final Duration MEMORY = Duration.ofMinutes(15);

    private static final Duration DATABASE_ANSWER_HOLDS = Duration.ofSeconds(5);
    private static final Duration REDIS_REST = Duration.ofSeconds(1);
    private static final int REMEMBERED = 10_000;
    private static final String FULL = "rev:complete";

    private final StringRedisTemplate redis;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private volatile Instant redisAgainAt = Instant.EPOCH;

    Revocations(StringRedisTemplate redis, JdbcClient jdbc, InstantSource clock) {
        this.redis = redis;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Answer(boolean revoked, Instant until) {}

    /** Call it after the commit of the revocation. A lost call is made good by {@link #publishRecent()}. */
    public void publish(Id credential) {
        answers.remove(credential.text());
        try {
            redis.opsForValue().set(key(credential), "1", MEMORY);
        } catch (DataAccessException e) {
            log.warn("a revocation reaches Redis later", e);
        }
    }

    public boolean isRevoked(Id credential) {
        Instant now = clock.instant();
        if (now.isAfter(redisAgainAt)) {
            try {
                List<String> marks = redis.opsForValue().multiGet(List.of(FULL, key(credential)));
                if (marks != null && marks.get(0) == null) {
                    publishRecent();
                    return inDatabase(credential, now);
                }
                return marks != null && marks.get(1) != null;
            } catch (DataAccessException e) {
                redisAgainAt = now.plus(REDIS_REST);
                log.atWarn().setCause(e).log("revocations are read from the database: Redis does not answer");
            }
        }
        return inDatabase(credential, now);
    }

    /** Makes Redis know all that it has to know. */
    public void publishRecent() {
        List<String> recent = jdbc.sql("""
                        SELECT 'ses' AS kind, id::text AS id FROM sessions WHERE revoked_at > :since
                        UNION ALL SELECT 'ak', id::text FROM api_keys WHERE revoked_at > :since
                        """)
                .param("since", Timestamp.from(clock.instant().minus(MEMORY)))
                .query((rs, n) -> "rev:" + rs.getString("id"))
                .list();
        recent.forEach(name -> redis.opsForValue().set(name, "1", MEMORY));
        redis.opsForValue().set(FULL, "1");
    }

    private boolean inDatabase(Id credential, Instant now) {
        Answer known = answers.get(credential.text());
        if (known != null && now.isBefore(known.until())) {
            return known.revoked();
        }
        boolean revoked = jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM sessions WHERE id = :id AND revoked_at IS NOT NULL)
                            OR EXISTS (SELECT 1 FROM api_keys WHERE id = :id AND revoked_at IS NOT NULL)
                        """)
                .param("id", credential.value())
                .query(Boolean.class)
                .single();
        if (answers.size() >= REMEMBERED) {
            answers.clear();
        }
        answers.put(credential.text(), new Answer(revoked, now.plus(DATABASE_ANSWER_HOLDS)));
        return revoked;
    }

    private static String key(Id credential) {
        return "rev:" + credential.value();
    }
}
