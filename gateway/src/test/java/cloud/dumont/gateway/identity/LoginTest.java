package cloud.dumont.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.gateway.testing.GatewayTest;
import cloud.dumont.gateway.testing.Visitor;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@GatewayTest
class LoginTest {
    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private MeterRegistry meters;

    private Visitor ana;

    @BeforeEach
    void signUp() {
        ana = Visitor.loggedIn(port);
    }

    private Visitor.Answer login(String email, String password) {
        return ana.post("/api/v1/auth/login", Map.of("email", email, "password", password));
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressLookTheSame() {
        Visitor.Answer wrong = login(ana.email, "not the password");
        Visitor.Answer unknown = login("nobody@example.test", "not the password");
        for (Visitor.Answer answer : List.of(wrong, unknown)) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("unauthenticated");
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        assertThat(wrong.json().path("detail")).isEqualTo(unknown.json().path("detail"));
    }

    @Test
    void theAddressIsTheSameInCapitals() {
        assertThat(login(ana.email.toUpperCase(java.util.Locale.ROOT), Visitor.PASSWORD)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void outcomesAreCounted() {
        double before = meters.counter("dumont.logins", "outcome", "wrong").count();
        login(ana.email, "not the password");
        assertThat(meters.counter("dumont.logins", "outcome", "wrong").count()).isEqualTo(before + 1);
    }

    @Test
    void aSuspendedAccountIsFrozenAndItsLoginsEnd() {
        String key = ana.post("/api/v1/api-keys", Map.of("name", "k", "scopes", List.of("account:read")))
                .json()
                .path("secret")
                .asString();
        jdbc.sql("UPDATE users SET status = 'suspended' WHERE email = :email")
                .param("email", ana.email)
                .update();
        assertThat(login(ana.email, Visitor.PASSWORD).code()).isEqualTo("account_frozen");
        assertThat(ana.refresh(ana.refresh).code()).isEqualTo("token_revoked");
        assertThat(ana.with(key).get("/api/v1/account").code()).isEqualTo("token_revoked");
    }

    @Test
    void thePasswordIsKeptAsAPepperedHash() {
        String hash = jdbc.sql("SELECT password_hash FROM users WHERE email = :email")
                .param("email", ana.email)
                .query(String.class)
                .single();
        assertThat(hash).startsWith("{bcrypt-h384:k1}$2");
    }

    @Test
    void anAccountSpeaksAboutItself() {
        JsonNode account = ana.patch("/api/v1/account", "{\"display_name\":\"Ana\",\"locale\":\"pt-BR\"}")
                .json();
        assertThat(account.path("display_name").asString()).isEqualTo("Ana");
        assertThat(account.path("locale").asString()).isEqualTo("pt-BR");
        assertThat(ana.patch("/api/v1/account", "{\"locale\":\"es\"}")
                        .json()
                        .path("display_name")
                        .asString())
                .isEqualTo("Ana");
        assertThat(ana.patch("/api/v1/account", "{\"display_name\":null}")
                        .json()
                        .path("display_name")
                        .isNull())
                .isTrue();
        assertThat(ana.patch("/api/v1/account", "{\"role\":\"admin\"}").code()).isEqualTo("unknown_field");
        assertThat(ana.patch("/api/v1/account", "{\"locale\":\"xx\"}").code()).isEqualTo("validation_failed");
        assertThat(ana.patch("/api/v1/account", "{").code()).isEqualTo("malformed_json");
    }
}
