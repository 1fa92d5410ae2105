package cloud.dumont.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.gateway.identity.apikey.KnownKeys;
import cloud.dumont.gateway.testing.GatewayTest;
import cloud.dumont.gateway.testing.Visitor;
import cloud.dumont.gateway.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@GatewayTest
class ApiKeyTest {
    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private KnownKeys known;

    private Visitor ana;

    @BeforeEach
    void logIn() {
        World.SERVICES.reset();
        ana = Visitor.loggedIn(port);
    }

    private Visitor.Answer issue(String... scopes) {
        return ana.post("/api/v1/api-keys", Map.of("name", "ci", "scopes", List.of(scopes)));
    }

    @Test
    void itsLife() {
        Visitor.Answer made = issue("account:read", "instances:read");
        assertThat(made.status()).isEqualTo(201);
        String secret = made.json().path("secret").asString();
        String id = made.json().path("id").asString();
        assertThat(secret).matches("dck_[0-9A-Za-z]{38}");
        assertThat(made.json().path("hint").asString()).isEqualTo(secret.substring(0, 8) + "…" + secret.substring(38));
        assertThat(ana.get("/api/v1/api-keys").body()).contains(id).doesNotContain("secret");

        Visitor program = ana.with(secret);
        assertThat(program.get("/api/v1/account").status()).isEqualTo(200);
        assertThat(program.get("/api/v1/instances").status()).isEqualTo(200);
        assertThat(World.SERVICES.last().claims().getClaims())
                .containsEntry("act_type", "api_key")
                .containsEntry("act_id", id);
        assertThat(String.valueOf(World.SERVICES.last().claims().getClaim("scp"))
                        .split(" "))
                .containsExactlyInAnyOrder("account:read", "instances:read");
        assertThat(ana.get("/api/v1/api-keys/" + id).json().path("last_used_at").isNull())
                .isFalse();

        assertThat(ana.delete("/api/v1/api-keys/" + id).status()).isEqualTo(204);
        assertThat(ana.delete("/api/v1/api-keys/" + id).status()).isEqualTo(204);
        assertThat(program.get("/api/v1/account").code()).isEqualTo("token_revoked");
        assertThat(jdbc.sql("SELECT count(*) FROM outbox WHERE payload->>'subject' = :id")
                        .param("id", id)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void itCanDoOnlyWhatItWasMadeFor() {
        Visitor program = ana.with(issue("ssh_keys:read").json().path("secret").asString());
        assertThat(program.get("/api/v1/ssh-keys").status()).isEqualTo(200);
        Visitor.Answer refused = program.get("/api/v1/account");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("scope_missing");
        assertThat(refused.json().path("scope").asString()).isEqualTo("account:read");
    }

    @Test
    void keysMakeNoKeysAndTouchNoSessions() {
        Visitor program = ana.with(
                issue("account:read", "account:write").json().path("secret").asString());
        assertThat(program.post("/api/v1/api-keys", Map.of("name", "x", "scopes", List.of("account:read")))
                        .code())
                .isEqualTo("scope_missing");
        assertThat(program.get("/api/v1/sessions").code()).isEqualTo("scope_missing");
        assertThat(program.post("/api/v1/auth/logout-all", Map.of()).code()).isEqualTo("scope_missing");
        assertThat(issue("api_keys:write").code()).isEqualTo("validation_failed");
        assertThat(issue().code()).isEqualTo("validation_failed");
        assertThat(ana.get("/api/v1/account").status()).isEqualTo(200);
    }

    @Test
    void itExpires() {
        Visitor program = ana.with(ana.post(
                        "/api/v1/api-keys",
                        Map.of("name", "short", "scopes", List.of("account:read"), "expires_in_days", 1))
                .json()
                .path("secret")
                .asString());
        assertThat(program.get("/api/v1/account").status()).isEqualTo(200);
        World.CLOCK.advance(Duration.ofDays(1));
        assertThat(program.get("/api/v1/account").code()).isEqualTo("api_key_expired");
        assertThat(ana.with(ana.login().json().path("access_token").asString())
                        .post(
                                "/api/v1/api-keys",
                                Map.of("name", "x", "scopes", List.of("account:read"), "expires_in_days", 366))
                        .code())
                .isEqualTo("validation_failed");
    }

    @Test
    void aTypoCostsNoQuery() {
        String secret = issue("account:read").json().path("secret").asString();
        char last = secret.charAt(secret.length() - 1);
        String typo = secret.substring(0, secret.length() - 1) + (last == 'a' ? 'b' : 'a');
        KnownKeys withoutDatabase = new KnownKeys(JdbcClient.create(new NoDatabase()));
        assertThat(withoutDatabase.find(typo, World.CLOCK.instant())).isEmpty();
        assertThat(known.find(secret, World.CLOCK.instant())).isPresent();
        assertThat(ana.with(typo).get("/api/v1/account").code()).isEqualTo("unauthenticated");
    }

    private static final class NoDatabase extends org.springframework.jdbc.datasource.AbstractDataSource {
        @Override
        public java.sql.Connection getConnection() {
            throw new AssertionError("a query was made");
        }

        @Override
        public java.sql.Connection getConnection(String user, String password) {
            throw new AssertionError("a query was made");
        }
    }

    @Test
    void onlyAHashIsKept() {
        String secret = issue("account:read").json().path("secret").asString();
        byte[] kept = jdbc.sql("SELECT hash FROM api_keys WHERE hint LIKE :hint")
                .param("hint", secret.substring(0, 8) + "%")
                .query((rs, n) -> rs.getBytes(1))
                .single();
        assertThat(kept).isEqualTo(Hashes.sha256(secret));
    }

    @Test
    void anothersKeysAreNotThere() {
        String id = issue("account:read").json().path("id").asString();
        Visitor eve = Visitor.loggedIn(port);
        assertThat(eve.get("/api/v1/api-keys/" + id).code()).isEqualTo("not_found");
        assertThat(eve.delete("/api/v1/api-keys/" + id).code()).isEqualTo("not_found");
        assertThat(eve.get("/api/v1/api-keys").json().path("data").size()).isZero();
    }
}
