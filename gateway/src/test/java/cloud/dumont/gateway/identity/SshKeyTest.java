package cloud.dumont.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.gateway.testing.GatewayTest;
import cloud.dumont.gateway.testing.SshKeygen;
import cloud.dumont.gateway.testing.Visitor;
import cloud.dumont.gateway.testing.World;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.ServiceIdentity;
import cloud.dumont.web.caller.ServiceTokens;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@GatewayTest
class SshKeyTest {
    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @TempDir
    private Path directory;

    private Visitor ana;
    private SshKeygen.Made key;

    @BeforeEach
    void logIn() {
        ana = Visitor.loggedIn(port);
        key = SshKeygen.make(directory, "ed25519", 256);
    }

    private Visitor.Answer add(Visitor who, String line) {
        return who.post("/api/v1/ssh-keys", Map.of("name", "laptop", "public_key", line));
    }

    @Test
    void itsLife() {
        Visitor.Answer added = add(ana, key.publicLine());
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().path("fingerprint").asString()).isEqualTo(key.fingerprint());
        String id = added.json().path("id").asString();
        assertThat(add(ana, key.publicLine()).code()).isEqualTo("key_exists");
        assertThat(ana.get("/api/v1/ssh-keys").json().path("data").size()).isEqualTo(1);
        assertThat(ana.delete("/api/v1/ssh-keys/" + id).status()).isEqualTo(204);
        assertThat(ana.delete("/api/v1/ssh-keys/" + id).status()).isEqualTo(204);
        assertThat(ana.get("/api/v1/ssh-keys/" + id).code()).isEqualTo("not_found");
        assertThat(add(ana, key.publicLine()).status()).as("it may come back").isEqualTo(201);
        assertThat(jdbc.sql("""
                        SELECT payload->'data'->>'change' FROM outbox
                         WHERE payload->>'type' = 'ssh_key.changed' AND payload->>'subject' = :id ORDER BY id
                        """).param("id", id).query(String.class).list()).containsExactly("added", "revoked");
    }

    @Test
    void twoAccountsMayHaveTheSameKeyButNotTouchEachOthers() {
        String id = add(ana, key.publicLine()).json().path("id").asString();
        Visitor eve = Visitor.loggedIn(port);
        assertThat(add(eve, key.publicLine()).status()).isEqualTo(201);
        assertThat(eve.delete("/api/v1/ssh-keys/" + id).code()).isEqualTo("not_found");
        assertThat(ana.get("/api/v1/ssh-keys/" + id).status()).isEqualTo(200);
    }

    @Test
    void fiftyAreEnough() {
        UUID user = userId(ana);
        jdbc.sql("""
                        INSERT INTO ssh_keys (id, user_id, name, public_key, fingerprint)
                        SELECT gen_random_uuid(), :user, 'k' || n, 'ssh-ed25519 x', 'SHA256:' || n FROM generate_series(1, 50) n
                        """).param("user", user).update();
        assertThat(add(ana, key.publicLine()).code()).isEqualTo("quota_exceeded");
    }

    private UUID userId(Visitor who) {
        return jdbc.sql("SELECT id FROM users WHERE email = :email")
                .param("email", who.email)
                .query(UUID.class)
                .single();
    }

    @Test
    void servicesAndNobodyElseMayAsk() {
        add(ana, key.publicLine());
        cloud.dumont.kernel.UserId user = new cloud.dumont.kernel.UserId(userId(ana));
        ServiceTokens tokens = new ServiceTokens(World.INSTANCE_MANAGER, Clock.systemUTC());
        Visitor service = ana.with(tokens.forService("gateway"));
        Visitor.Answer keys = service.get("/internal/users/" + user + "/ssh-keys");
        assertThat(keys.json().path("keys").get(0).path("public_key").asString())
                .isEqualTo(key.publicLine().substring(0, key.publicLine().indexOf(" a comment")));
        Visitor.Answer account = service.get("/internal/users/" + user);
        assertThat(account.json().path("email").asString()).isEqualTo(ana.email);
        assertThat(account.json().path("plan").path("max_instances").asInt()).isEqualTo(50);
        assertThat(account.json().path("status").asString()).isEqualTo("active");

        String asUser = tokens.forCaller("gateway", new Caller(user, "ana", Set.of(), "user", "x", "user"));
        String stranger = new ServiceTokens(ServiceIdentity.forTests("instance-manager"), Clock.systemUTC())
                .forService("gateway");
        for (String bad : new String[] {ana.token, asUser, stranger, tokens.forService("billing-service"), ""}) {
            assertThat(ana.with(bad).get("/internal/users/" + user).status()).isEqualTo(401);
        }
    }
}
