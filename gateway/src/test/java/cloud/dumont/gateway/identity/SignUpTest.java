package cloud.dumont.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.gateway.testing.GatewayTest;
import cloud.dumont.gateway.testing.Inbox;
import cloud.dumont.gateway.testing.Visitor;
import cloud.dumont.gateway.testing.World;
import cloud.dumont.kernel.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@GatewayTest
class SignUpTest {
    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private Visitor ana;

    @BeforeEach
    void arrive() {
        World.SERVICES.reset();
        ana = new Visitor(port);
    }

    @Test
    void fromSignUpToACallOfAService() {
        assertThat(ana.register().status()).isEqualTo(202);
        Inbox.Mail mail = World.INBOX.await(ana.email, 1);
        assertThat(ana.login().code()).isEqualTo("email_unverified");

        assertThat(verify(mail.token()).status()).isEqualTo(204);
        Visitor.Answer login = ana.login();
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.json().path("expires_in").asInt()).isEqualTo(600);
        assertThat(login.json().path("token_type").asString()).isEqualTo("Bearer");
        assertThat(login.header("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Strict", "Path=/api/v1/auth")
                .doesNotContain("Secure;");

        Visitor.Answer account = ana.get("/api/v1/account");
        assertThat(account.json().path("email").asString()).isEqualTo(ana.email);
        assertThat(account.json().path("email_verified").asBoolean()).isTrue();
        assertThat(account.json().path("plan").path("requests_per_minute").asInt())
                .isEqualTo(300);

        Visitor.Answer offers = ana.get("/api/v1/instances?limit=5");
        assertThat(offers.status()).isEqualTo(200);
        assertThat(offers.body()).isEqualTo("{\"ok\":true}");
        assertThat(World.SERVICES.last().query()).isEqualTo("limit=5");
    }

    private Visitor.Answer verify(String token) {
        return ana.post("/api/v1/auth/verify-email", Map.of("token", token));
    }

    @Test
    void factsTellOfTheAccountAndOfItsProof() {
        ana.register();
        verify(World.INBOX.await(ana.email, 1).token());
        UUID id = jdbc.sql("SELECT id FROM users WHERE email = :email")
                .param("email", ana.email)
                .query(UUID.class)
                .single();
        List<String> types = jdbc.sql("SELECT payload->>'type' FROM outbox WHERE key = :key ORDER BY id")
                .param("key", new UserId(id).text())
                .query(String.class)
                .list();
        assertThat(types).containsExactly("user.created", "user.verified");
    }

    @Test
    void theSameLinkTwiceIsFineAnotherIsNot() {
        ana.register();
        String token = World.INBOX.await(ana.email, 1).token();
        assertThat(verify(token).status()).isEqualTo(204);
        assertThat(verify(token).status()).isEqualTo(204);
        assertThat(verify(token + "x").code()).isEqualTo("token_invalid");
    }

    @Test
    void aLinkIsGoodForADay() {
        ana.register();
        String token = World.INBOX.await(ana.email, 1).token();
        World.CLOCK.advance(Duration.ofHours(24));
        assertThat(verify(token).code()).isEqualTo("token_invalid");
    }

    @Test
    void theAnswerDoesNotTellWhetherAnAddressHasAnAccount() {
        Visitor.Answer first = ana.register();
        verify(World.INBOX.await(ana.email, 1).token());
        Visitor.Answer second = ana.register();
        assertThat(second.status()).isEqualTo(first.status());
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(World.INBOX.await(ana.email, 2).subject()).contains("already have an account");
    }

    @Test
    void eachLinkBringsThePasswordThatWasChosenWithIt() {
        ana.post("/api/v1/auth/register", Map.of("email", ana.email, "password", "squatters choice"));
        World.INBOX.await(ana.email, 1);
        ana.register();
        verify(World.INBOX.await(ana.email, 2).token());
        assertThat(ana.login().status()).isEqualTo(200);
        assertThat(ana.post("/api/v1/auth/login", Map.of("email", ana.email, "password", "squatters choice"))
                        .status())
                .isEqualTo(401);
        assertThat(verify(World.INBOX.to(ana.email).getFirst().token()).code()).isEqualTo("token_invalid");
    }

    @Test
    void aStrangersInboxIsNotFilled() {
        for (int i = 0; i < 8; i++) {
            assertThat(ana.register().status()).isEqualTo(202);
        }
        World.INBOX.await(ana.email, 5);
        int intended = jdbc.sql("SELECT count(*) FROM mails m JOIN users u ON u.id = m.user_id WHERE u.email = :email")
                .param("email", ana.email)
                .query(Integer.class)
                .single();
        assertThat(intended).isEqualTo(5);
    }

    @Test
    void aMailServerThatRefusesGetsTheMailLater() {
        World.INBOX.refuse(true);
        int before = World.INBOX.refused();
        ana.register();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> World.INBOX.refused() > before);
        World.INBOX.refuse(false);
        assertThat(World.INBOX.await(ana.email, 1).subject()).contains("Confirm");
    }

    @Test
    void badSignUpsAreRefused() {
        assertThat(register("not-an-address", "long enough").code()).isEqualTo("validation_failed");
        assertThat(register("a@b\r\nBcc: c@d", "long enough").code()).isEqualTo("validation_failed");
        assertThat(register(ana.email, "short").code()).isEqualTo("validation_failed");
        assertThat(register(ana.email, "x".repeat(129)).code()).isEqualTo("validation_failed");
        assertThat(ana.post(
                                "/api/v1/auth/register",
                                Map.of("email", ana.email, "password", "long enough", "role", "admin"))
                        .code())
                .isEqualTo("unknown_field");
        assertThat(World.INBOX.to(ana.email)).isEmpty();
    }

    private Visitor.Answer register(String email, String password) {
        return ana.post("/api/v1/auth/register", Map.of("email", email, "password", password));
    }

    @Test
    void handlesAreUniqueAndMadeFromTheAddress() {
        assertThat(handleOf("Zoe.Müller+spam@example.test")).isEqualTo("zoe-m-ller");
        assertThat(handleOf("zoe-m-ller@example.org")).isEqualTo("zoe-m-ller-2");
        assertThat(handleOf("root@example.test")).isEqualTo("root-2");
        assertThat(handleOf("x@example.test")).isEqualTo("user-x");
    }

    private String handleOf(String email) {
        register(email, "long enough");
        return jdbc.sql("SELECT handle FROM users WHERE email = :email")
                .param("email", email)
                .query(String.class)
                .single();
    }

    @Test
    void theFirstOperatorCanLogIn() {
        Visitor.Answer login =
                ana.post("/api/v1/auth/login", Map.of("email", "operator@example.test", "password", "operate-this-1"));
        Visitor operator = ana.with(login.json().path("access_token").asString());
        assertThat(operator.get("/api/v1/account").json().path("role").asString())
                .isEqualTo("operator");
    }
}
