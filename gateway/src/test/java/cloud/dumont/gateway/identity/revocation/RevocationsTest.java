package cloud.dumont.gateway.identity.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.gateway.testing.DeadRedis;
import cloud.dumont.gateway.testing.GatewayTest;
import cloud.dumont.gateway.testing.Visitor;
import cloud.dumont.gateway.testing.World;
import cloud.dumont.kernel.SessionId;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

@GatewayTest
class RevocationsTest {
    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private StringRedisTemplate redis;

    private Visitor ana;
    private SessionId session;

    @BeforeEach
    void logIn() {
        ana = Visitor.loggedIn(port);
        session = SessionId.parse(ana.get("/api/v1/sessions")
                .json()
                .path("data")
                .get(0)
                .path("id")
                .asString());
    }

    @Test
    void aRedisThatForgotIsTaughtAgain() {
        ana.post("/api/v1/auth/logout", Map.of());
        redis.execute((RedisCallback<Object>) connection -> {
            connection.serverCommands().flushAll();
            return null;
        });
        assertThat(ana.get("/api/v1/account").code()).isEqualTo("token_revoked");
        assertThat(redis.hasKey("rev:" + session.value())).isTrue();
    }

    @Test
    void aRevocationThatNeverReachedRedisIsPublishedByTheSweep() {
        ana.post("/api/v1/auth/logout", Map.of());
        redis.delete("rev:" + session.value());
        assertThat(ana.get("/api/v1/account").status()).as("the gap").isEqualTo(200);
        new Revocations(redis, jdbc, World.CLOCK).publishRecent();
        assertThat(ana.get("/api/v1/account").code()).isEqualTo("token_revoked");
    }

    @Test
    void withoutRedisTheDatabaseIsAsked() {
        Revocations revocations = new Revocations(DeadRedis.template(), jdbc, World.CLOCK);
        assertThat(revocations.isRevoked(session)).isFalse();
        ana.post("/api/v1/auth/logout", Map.of());
        World.CLOCK.advance(Duration.ofSeconds(6));
        assertThat(revocations.isRevoked(session)).isTrue();
    }
}
