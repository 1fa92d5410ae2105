package cloud.dumont.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.gateway.testing.GatewayTest;
import cloud.dumont.gateway.testing.StubService;
import cloud.dumont.gateway.testing.Visitor;
import cloud.dumont.gateway.testing.World;
import cloud.dumont.web.caller.ServiceTokens;
import cloud.dumont.web.peer.PeerAddresses;
import cloud.dumont.web.problem.RefusedException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchangeHandlerFunction;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

@GatewayTest
class DoorTest {
    @LocalServerPort
    private int port;

    @Autowired
    private ProxyExchangeHandlerFunction proxy;

    private Visitor ana;

    @BeforeEach
    void logIn() {
        World.SERVICES.reset();
        ana = Visitor.loggedIn(port);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/instances,instance-manager",
        "/api/v1/instances/ins_1,instance-manager",
        "/api/v1/instances/ins_1/attempts,instance-manager",
        "/api/v1/actions/act_1,instance-manager",
        "/api/v1/offers,instance-manager",
        "/api/v1/gpus,instance-manager",
        "/api/v1/spot-prices,instance-manager",
        "/api/v1/instances/ins_1/backups,instance-manager",
        "/api/v1/backups,instance-manager",
        "/api/v1/backups/bak_1,instance-manager",
        "/api/v1/backups/bak_1/files,instance-manager",
        "/api/v1/backup-workspaces,instance-manager",
        "/api/v1/backup-workspaces/ins_1/keep,instance-manager",
        "/api/v1/instances/ins_1/metrics,monitoring-service",
        "/api/v1/events,monitoring-service",
        "/api/v1/billing/balance,billing-service"
    })
    void aRequestReachesItsServiceWithATokenOfOurs(String path, String service) throws Exception {
        assertThat(ana.get(path).status()).isEqualTo(200);
        StubService.Asked asked = World.SERVICES.last();
        assertThat(asked.path()).isEqualTo(path);
        JWTClaimsSet claims = asked.claims();
        assertThat(claims.getIssuer()).isEqualTo("gateway");
        assertThat(claims.getAudience()).containsExactly(service);
        assertThat(claims.getSubject()).startsWith("usr_");
        assertThat(SignedJWT.parse(asked.headers().getFirst("Authorization").substring(7))
                        .verify(new ECDSAVerifier(World.GATEWAY.key().toPublicJWK())))
                .isTrue();
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void identityCannotBeMadeUp() {
        Visitor.send(ana.authorized("/api/v1/instances")
                .header("X-User-Id", "usr_victim")
                .header("X-Dumont-Session-Expires", "9999999999")
                .header("X-Dumont-Signature", "forged")
                .header("X-Forwarded-User", "victim")
                .header("Forwarded", "for=1.2.3.4")
                .header("Cookie", "dc_rt=secret")
                .header("Idempotency-Key", "key-12345678")
                .header("Last-Event-ID", "evt_1")
                .GET());
        StubService.Asked asked = World.SERVICES.last();
        assertThat(asked.headers().keySet())
                .doesNotContain("X-user-id", "X-dumont-signature", "X-forwarded-user", "Forwarded", "Cookie");
        assertThat(asked.headers().getFirst("X-Dumont-Session-Expires"))
                .isEqualTo(Long.toString(World.CLOCK.instant().plusSeconds(600).getEpochSecond()));
        assertThat(asked.headers().getFirst("Idempotency-Key")).isEqualTo("key-12345678");
        assertThat(asked.headers().getFirst("Last-Event-ID")).isEqualTo("evt_1");

        Visitor.send(
                ana.request("/api/v1/offers").header("X-User-Id", "usr_victim").GET());
        assertThat(World.SERVICES.last().headers().containsKey("Authorization")).isFalse();
    }

    @Test
    void theRequestIdGoesThroughAndComesBackOnce() {
        HttpResponse<?> response = Visitor.send(ana.authorized("/api/v1/instances")
                        .header("X-Request-Id", "req_of_mine")
                        .GET())
                .raw();
        assertThat(World.SERVICES.last().headers().get("X-Request-Id")).containsExactly("req_of_mine");
        assertThat(response.headers().allValues("X-Request-Id")).containsExactly("req_of_mine");
    }

    @Test
    void bodyQueryStatusAndHeadersGoThrough() {
        World.SERVICES.behave(exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"v17\"");
            exchange.getResponseHeaders().add("Location", "/api/v1/actions/act_1");
            StubService.json(exchange, 202, "{\"id\":\"ins_1\"}");
        });
        Visitor.Answer answer =
                ana.post("/api/v1/instances?dry_run=true&vram_gb%5Bgte%5D=24&name=a%20b%26c", Map.of("name", "ü"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("ETag")).isEqualTo("\"v17\"");
        assertThat(answer.header("Location")).isEqualTo("/api/v1/actions/act_1");
        StubService.Asked asked = World.SERVICES.last();
        assertThat(asked.body()).isEqualTo("{\"name\":\"ü\"}");
        assertThat(new java.util.TreeSet<>(List.of(asked.query().split("&"))))
                .containsExactly("dry_run=true", "name=a%20b%26c", "vram_gb%5Bgte%5D=24");
    }

    @Test
    void eventsStreamOneByOne() throws Exception {
        CountDownLatch firstWasRead = new CountDownLatch(1);
        World.SERVICES.behave(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: one\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(firstWasRead);
            exchange.getResponseBody().write("data: two\n\n".getBytes(StandardCharsets.UTF_8));
        });
        HttpResponse<java.io.InputStream> response =
                Visitor.open(ana.authorized("/api/v1/events/stream").GET(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: one");
            firstWasRead.countDown();
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("data: two");
        }
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNotMadeToLookComplete() {
        World.SERVICES.behave(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"half\":".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        });
        assertThatThrownBy(() -> ana.get("/api/v1/instances")).isInstanceOf(java.io.UncheckedIOException.class);
    }

    @Test
    void aServiceThatIsAwaySaysSoAndWhenToComeBack() throws IOException {
        StubService.Behaviour cut = exchange -> exchange.close();
        World.SERVICES.behave(cut);
        Visitor.Answer lost = ana.post("/api/v1/instances", Map.of());
        assertThat(lost.status()).isEqualTo(504);
        assertThat(lost.code()).isEqualTo("timeout");
        assertThat(lost.header("Retry-After")).isEqualTo("2");
        assertThat(lost.json().path("detail").asString()).contains("unknown");
    }

    @Test
    void aServiceThatIsDownHasDoneNothing() {
        String nobody = "http://127.0.0.1:1";
        RouterFunction<ServerResponse> upstream =
                new Upstreams().upstream(proxy, new PeerAddresses(nobody, nobody, nobody, nobody));
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/instances");
        request.setAttribute(
                Route.ATTRIBUTE, RouteTable.find("/api/v1/instances").orElseThrow());
        ServerRequest asked = ServerRequest.create(request, List.of());
        assertThatThrownBy(() -> upstream.route(asked).orElseThrow().handle(asked))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.refusal().status()).isEqualTo(503);
                    assertThat(e.refusal().code()).isEqualTo("maintenance");
                    assertThat(e.refusal().extras()).containsKey("retry_after_s");
                });
    }

    @Test
    void bodiesAreBounded() {
        String large = "x".repeat(1024 * 1024);
        Visitor.Answer told = ana.post("/api/v1/instances", Map.of("a", large));
        assertThat(told.status()).isEqualTo(413);
        assertThat(told.code()).isEqualTo("too_large");
        assertThat(World.SERVICES.asked()).isEmpty();

        Visitor.Answer untold = Visitor.send(ana.authorized("/api/v1/ssh-keys")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(
                        ("{\"name\":\"" + large + "\"").getBytes(StandardCharsets.UTF_8)))));
        assertThat(untold.status()).isEqualTo(413);

        Visitor.Answer form = Visitor.send(ana.authorized("/api/v1/instances")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("a=b")));
        assertThat(form.status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nothing",
                "/api",
                "/api/v2/instances",
                "/API/v1/instances",
                "/agent/v1/enroll/x",
                "/agent/other",
                "/actuator/health",
                "/api/v1/offers/../billing/balance",
                "/api/v1/offers/..%2fbilling/balance",
                "/api/v1/offers/%2e%2e/billing/balance",
                "/api/v1/offers%2f..%2fbilling/balance",
                "/api/v1/offers/%252e%252e/x",
                "/api/v1//instances",
                "/api/v1/instances;x=1",
                "/api/v1/instances/x;/metrics",
                "/api/v1/offers/..\\x",
                "/internal%2fusers/x",
                "/%61pi/v1/nothing"
            })
    void whatIsNotInTheTableIsNotThere(String path) throws Exception {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                + ana.token + "\r\n\r\n");
        assertThat(answer).matches("(?s)HTTP/1.1 (404|400) .*");
        assertThat(World.SERVICES.asked()).isEmpty();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void problemsAreProblemsEverywhere() {
        for (String path : new String[] {"/api/v1/nothing", "/api/v1/offers%2fx", "/agent/none"}) {
            Visitor.Answer answer = ana.get(path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("not_found");
            assertThat(answer.json().path("request_id").asString()).isNotEmpty();
        }
        assertThat(ana.get("/api/v1/auth/login").code()).isEqualTo("method_not_allowed");
        assertThat(ana.post("/some/page", Map.of()).code()).isEqualTo("method_not_allowed");
        assertThat(new Visitor(port).get("/api/v1/instances").code()).isEqualTo("unauthenticated");
    }

    @Test
    void everyLocalOperationHasAnEntryInTheTable() {
        assertThat(RouteTable.all().stream().map(route -> route.pattern().getPatternString()))
                .doesNotHaveDuplicates();
        assertThat(RouteTable.find("/internal/users/x")).isEmpty();
        assertThat(RouteTable.find("/machines/new").map(Route::target)).contains(Target.DASHBOARD);
    }

    @Test
    void theStatusIsPublic() {
        Visitor nobody = new Visitor(port);
        assertThat(nobody.get("/api/v1/health").json().path("status").asString())
                .isEqualTo("ok");
        assertThat(nobody.get("/api/v1/version").json().path("api").asString()).isEqualTo("v1");
    }

    @Test
    void aDownloadNeedsNothingButItsPathAndPassesNobodyOn() {
        assertThat(new Visitor(port).get("/api/v1/downloads/a-token").status()).isEqualTo(200);
        assertThat(ana.get("/api/v1/downloads/a-token").status()).isEqualTo(200);
        assertThat(World.SERVICES.last().path()).isEqualTo("/api/v1/downloads/a-token");
        assertThat(World.SERVICES.last().headers().containsKey("Authorization")).isFalse();
        assertThat(new Visitor(port).get("/api/v1/backups").code()).isEqualTo("unauthenticated");
    }

    @Test
    void agentsBringTheirOwnTokens() {
        ServiceTokens monitoring = new ServiceTokens(World.MONITORING, Clock.systemUTC());
        String token = monitoring.sign(monitoring
                .claims("agent")
                .subject("plc_x")
                .claim("plc", "plc_x")
                .build());
        Visitor.Answer beat = Visitor.send(ana.with(token)
                .authorized("/agent/v1/beat")
                .header("X-Dumont-Signature", "c2ln")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"seq\":1}")));
        assertThat(beat.status()).isEqualTo(200);
        StubService.Asked asked = World.SERVICES.last();
        assertThat(asked.headers().getFirst("Authorization")).isEqualTo("Bearer " + token);
        assertThat(asked.headers().getFirst("X-Dumont-Signature")).isEqualTo("c2ln");
        assertThat(asked.body()).isEqualTo("{\"seq\":1}");

        for (String path : new String[] {"/agent/v1/presign", "/agent/v1/commit", "/agent/v1/backup/open"}) {
            assertThat(ana.with(token).post(path, Map.of()).status()).isEqualTo(200);
            assertThat(World.SERVICES.last().path()).isEqualTo(path);
            assertThat(ana.post(path, Map.of()).code()).isEqualTo("unauthenticated");
        }

        World.SERVICES.reset();
        ServiceTokens others = new ServiceTokens(World.INSTANCE_MANAGER, Clock.systemUTC());
        for (String bad : new String[] {
            "",
            ana.token,
            others.sign(others.claims("agent").claim("plc", "plc_x").build()),
            monitoring.forService("gateway")
        }) {
            assertThat(ana.with(bad).post("/agent/v1/beat", Map.of()).code()).isEqualTo("unauthenticated");
        }
        assertThat(World.SERVICES.asked()).isEmpty();
        assertThat(new Visitor(port)
                        .post("/agent/v1/enroll", Map.of("token", "dcb_x"))
                        .status())
                .isEqualTo(200);
    }
}
