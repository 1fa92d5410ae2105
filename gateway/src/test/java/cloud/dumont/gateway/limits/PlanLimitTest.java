package cloud.dumont.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.gateway.testing.GatewayTest;
import cloud.dumont.gateway.testing.Visitor;
import cloud.dumont.gateway.testing.World;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@GatewayTest
class PlanLimitTest {
    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void aUserHasWhatThePlanAllowsWhateverTheCredential() {
        World.SERVICES.reset();
        Visitor ana = Visitor.loggedIn(port);
        jdbc.sql("INSERT INTO plans (id, requests_per_minute) VALUES ('tiny', 2) ON CONFLICT DO NOTHING")
                .update();
        jdbc.sql("UPDATE users SET plan_id = 'tiny' WHERE email = :email")
                .param("email", ana.email)
                .update();
        ana.login();
        Visitor.Answer first = ana.get("/api/v1/account");
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"default\";q=2;w=60");
        assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("1");
        ana.get("/api/v1/instances");
        Visitor.Answer refused = ana.get("/api/v1/instances");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("rate_limited");
        assertThat(refused.json().path("type").asString())
                .isEqualTo("https://iana.org/assignments/http-problem-types#quota-exceeded");
        assertThat(refused.json().path("violated-policies").get(0).asString()).isEqualTo("default");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 30);
        assertThat(World.SERVICES.asked()).hasSize(1);
    }
}
