package cloud.dumont.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.gateway.testing.GatewayTest;
import cloud.dumont.gateway.testing.Visitor;
import cloud.dumont.gateway.testing.World;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@GatewayTest
class RefreshTest {
    private static final Duration AFTER_GRACE = Duration.ofSeconds(11);

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private Visitor ana;

    @BeforeEach
    void logIn() {
        ana = Visitor.loggedIn(port);
    }

    @Test
    void aTokenIsTradedForItsSuccessor() {
        String first = ana.refresh;
        Visitor.Answer answer = ana.refresh(first);
        ana.keep(answer);
        assertThat(ana.refresh).isNotEqualTo(first);
        assertThat(ana.get("/api/v1/account").status()).isEqualTo(200);
        World.CLOCK.advance(AFTER_GRACE);
        assertThat(ana.refresh(ana.refresh).status()).isEqualTo(200);
    }

    @Test
    void twoTabsGetTheSameSuccessor() throws Exception {
        String token = ana.refresh;
        Set<String> successors = new HashSet<>();
        try (ExecutorService tabs = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Visitor.Answer> refresh = () -> ana.refresh(token);
            List<Future<Visitor.Answer>> answers = tabs.invokeAll(List.of(refresh, refresh, refresh, refresh));
            for (Future<Visitor.Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
                successors.add(Visitor.cookie(answer.get()));
            }
        }
        assertThat(successors).hasSize(1);
        assertThat(generation()).isEqualTo(2);
        World.CLOCK.advance(AFTER_GRACE);
        assertThat(ana.refresh(successors.iterator().next()).status()).isEqualTo(200);
    }

    private int generation() {
        return jdbc.sql(
                        "SELECT max(s.generation) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = :email")
                .param("email", ana.email)
                .query(Integer.class)
                .single();
    }

    @Test
    void aLostAnswerIsRepeatedForTenSeconds() {
        String token = ana.refresh;
        String successor = Visitor.cookie(ana.refresh(token));
        World.CLOCK.advance(Duration.ofSeconds(9));
        assertThat(Visitor.cookie(ana.refresh(token))).isEqualTo(successor);
        World.CLOCK.advance(Duration.ofSeconds(2));
        assertThat(ana.refresh(token).code()).isEqualTo("token_revoked");
    }

    @Test
    void thiefThenVictim() {
        String stolen = ana.refresh;
        String thiefs = Visitor.cookie(ana.refresh(stolen));
        World.CLOCK.advance(AFTER_GRACE);
        assertThat(ana.refresh(stolen).code()).isEqualTo("token_revoked");
        assertThat(ana.refresh(thiefs).code()).isEqualTo("token_revoked");
        assertThat(ana.get("/api/v1/account").code()).isEqualTo("token_revoked");
        assertThat(World.INBOX.await(ana.email, 2).subject()).contains("ended one of your logins");
        assertThat(factsOf("session.reuse_detected")).isEqualTo(1);
    }

    @Test
    void victimThenThief() {
        String stolen = ana.refresh;
        ana.keep(ana.refresh(stolen));
        World.CLOCK.advance(AFTER_GRACE);
        assertThat(ana.refresh(stolen).code()).isEqualTo("token_revoked");
        assertThat(ana.get("/api/v1/account").code()).isEqualTo("token_revoked");
    }

    @Test
    void thiefWithinTheGraceIsFoundAtTheNextTurn() {
        String stolen = ana.refresh;
        String both = Visitor.cookie(ana.refresh(stolen));
        assertThat(Visitor.cookie(ana.refresh(stolen))).isEqualTo(both);
        String thiefs = Visitor.cookie(ana.refresh(both));
        World.CLOCK.advance(AFTER_GRACE);
        assertThat(ana.refresh(both).code()).isEqualTo("token_revoked");
        assertThat(ana.refresh(thiefs).code()).isEqualTo("token_revoked");
    }

    private int factsOf(String type) {
        return jdbc.sql("SELECT count(*) FROM outbox WHERE payload->>'type' = :type AND payload->>'user' = :user")
                .param("type", type)
                .param("user", userId())
                .query(Integer.class)
                .single();
    }

    private String userId() {
        java.util.UUID id = jdbc.sql("SELECT id FROM users WHERE email = :email")
                .param("email", ana.email)
                .query(java.util.UUID.class)
                .single();
        return new cloud.dumont.kernel.UserId(id).text();
    }

    @Test
    void aSessionEndsAfterAWeekOfSilenceAndAfterAMonthInAnyCase() {
        World.CLOCK.advance(Duration.ofDays(7));
        assertThat(ana.refresh(ana.refresh).code()).isEqualTo("token_expired");

        ana.login();
        for (int week = 0; week < 4; week++) {
            World.CLOCK.advance(Duration.ofDays(6));
            Visitor.Answer answer = ana.refresh(ana.refresh);
            assertThat(answer.status()).isEqualTo(200);
            ana.keep(answer);
        }
        World.CLOCK.advance(Duration.ofDays(6));
        assertThat(ana.refresh(ana.refresh).code()).isEqualTo("token_expired");
    }

    @Test
    void withoutTheHeaderNothingIsRefreshed() {
        Visitor.Answer answer = Visitor.send(ana.request("/api/v1/auth/refresh")
                .header("Cookie", "dc_rt=" + ana.refresh)
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(generation()).isEqualTo(1);
        assertThat(ana.refresh("dcr_" + "x".repeat(43)).code()).isEqualTo("unauthenticated");
        assertThat(ana.refresh("nonsense").code()).isEqualTo("unauthenticated");
    }

    @Test
    void logoutEndsTheTokenToo() {
        String refresh = ana.refresh;
        Visitor.Answer answer = ana.post("/api/v1/auth/logout", Map.of());
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Set-Cookie")).contains("Max-Age=0");
        assertThat(ana.get("/api/v1/account").code()).isEqualTo("token_revoked");
        assertThat(ana.refresh(refresh).code()).isEqualTo("token_revoked");
    }

    @Test
    void logoutAllEndsEveryLogin() {
        Visitor other = ana.with(ana.token);
        ana.login();
        assertThat(ana.get("/api/v1/sessions").json().path("data").size()).isEqualTo(2);
        assertThat(ana.post("/api/v1/auth/logout-all", Map.of()).status()).isEqualTo(204);
        assertThat(ana.get("/api/v1/account").code()).isEqualTo("token_revoked");
        assertThat(other.get("/api/v1/account").code()).isEqualTo("token_revoked");
        assertThat(ana.refresh(ana.refresh).code()).isEqualTo("token_revoked");
        assertThat(ana.login().status()).isEqualTo(200);
    }

    @Test
    void oneCannotEndTheLoginOfAnother() {
        Visitor eve = Visitor.loggedIn(port);
        String session = ana.get("/api/v1/sessions")
                .json()
                .path("data")
                .get(0)
                .path("id")
                .asString();
        assertThat(eve.delete("/api/v1/sessions/" + session).code()).isEqualTo("not_found");
        assertThat(ana.get("/api/v1/account").status()).isEqualTo(200);
        assertThat(ana.delete("/api/v1/sessions/" + session).status()).isEqualTo(204);
        assertThat(ana.get("/api/v1/account").code()).isEqualTo("token_revoked");
    }
}
