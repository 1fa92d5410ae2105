package cloud.dumont.gateway.identity.apikey;

import cloud.dumont.kernel.ApiKeyId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the key behind a text: a typo costs no query, a key that was seen lately none either. */
@Component
public class KnownKeys {
    private static final Duration HOLDS = Duration.ofSeconds(30);
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;

    private final JdbcClient jdbc;
    private final Map<String, Remembered> known = new ConcurrentHashMap<>();
    private final Map<ApiKeyId, Instant> noted = new ConcurrentHashMap<>();

    public KnownKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public record Known(
            ApiKeyId id,
            UserId user,
            String handle,
            Set<String> scopes,
            Instant expiresAt,
            boolean revoked,
            boolean accountActive,
            int requestsPerMinute) {}

    private record Remembered(Known key, Instant until) {}

    public Optional<Known> find(String text, Instant now) {
        return ApiKeyText.of(text).flatMap(key -> {
            String hash = Base64.getEncoder().encodeToString(key.hash());
            Remembered remembered = known.get(hash);
            if (remembered != null && now.isBefore(remembered.until())) {
                return Optional.of(remembered.key());
            }
            Optional<Known> found = query(key.hash());
            found.ifPresent(fresh -> remember(hash, fresh, now));
            return found;
        });
    }

    private void remember(String hash, Known key, Instant now) {
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        known.put(hash, new Remembered(key, now.plus(HOLDS)));
    }

    private Optional<Known> query(byte[] hash) {
        return jdbc.sql("""
                        SELECT k.id, k.user_id, u.handle, k.scopes, k.expires_at, k.revoked_at IS NOT NULL AS revoked,
                               u.status = 'active' AS active, p.requests_per_minute
                          FROM api_keys k JOIN users u ON u.id = k.user_id JOIN plans p ON p.id = u.plan_id
                         WHERE k.hash = :hash
                        """).param("hash", hash).query(KnownKeys::row).optional();
    }

    private static Known row(ResultSet rs, int n) throws SQLException {
        return new Known(
                new ApiKeyId(rs.getObject("id", UUID.class)),
                new UserId(rs.getObject("user_id", UUID.class)),
                rs.getString("handle"),
                Set.of((String[]) rs.getArray("scopes").getArray()),
                rs.getTimestamp("expires_at").toInstant(),
                rs.getBoolean("revoked"),
                rs.getBoolean("active"),
                rs.getInt("requests_per_minute"));
    }

    /** Written once in a while: a key in use is used all the time. */
    public void used(Known key, Instant now, String ip) {
        Instant last = noted.get(key.id());
        if (last != null && now.isBefore(last.plus(USE_NOTED_EVERY))) {
            return;
        }
        if (noted.size() >= REMEMBERED) {
            noted.clear();
        }
        noted.put(key.id(), now);
        jdbc.sql("""
                        UPDATE api_keys SET last_used_at = :now, last_used_ip = CAST(:ip AS inet)
                         WHERE id = :id AND (last_used_at IS NULL OR last_used_at < :before)
                        """)
                .param("now", Timestamp.from(now))
                .param("ip", ip)
                .param("id", key.id().value())
                .param("before", Timestamp.from(now.minus(USE_NOTED_EVERY)))
                .update();
    }
}
