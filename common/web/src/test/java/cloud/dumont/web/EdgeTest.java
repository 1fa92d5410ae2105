package cloud.dumont.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.OpenToAll;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.caller.ServiceIdentity;
import cloud.dumont.web.caller.ServiceTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@SpringBootTest(
        properties = {
            "spring.application.name=svc",
            "spring.jackson.property-naming-strategy=SNAKE_CASE",
            "spring.jackson.deserialization.fail-on-unknown-properties=true"
        })
@AutoConfigureMockMvc
class EdgeTest {
    private static final ServiceIdentity GATEWAY = ServiceIdentity.forTests("gateway");
    private static final ServiceIdentity STRANGER = ServiceIdentity.forTests("gateway");
    private static final ServiceIdentity SERVICE = ServiceIdentity.forTests("svc", GATEWAY);
    private static final Caller ANA =
            new Caller(new UserId(UUID.randomUUID()), "ana", Set.of("things:read"), "user", "usr_x", "user");

    @Autowired
    private MockMvc mvc;

    @SpringBootApplication
    static class App {
        @Bean
        ServiceIdentity serviceIdentity() {
            return SERVICE;
        }

        @Bean
        InstantSource clock() {
            return Clock.systemUTC();
        }

        @Bean
        Things things() {
            return new Things();
        }
    }

    record Thing(String name, Money priceLimit) {}

    @RestController
    static class Things {
        @GetMapping("/api/v1/things/{id}")
        @RequiresScope("things:read")
        String read(@PathVariable InstanceId id, Caller caller) {
            return caller.handle() + id;
        }

        @PostMapping("/api/v1/things")
        @OpenToAll
        Thing write(@RequestBody Thing thing) {
            return thing;
        }

        @GetMapping("/api/v1/forgotten")
        String forgotten() {
            return "nobody said who may";
        }

        @GetMapping("/api/v1/broken")
        @OpenToAll
        String broken() {
            throw new IllegalStateException("secret detail");
        }

        @GetMapping("/internal/things")
        String internal() {
            return "ok";
        }
    }

    private static String token(ServiceIdentity by, String audience) {
        return "Bearer " + new ServiceTokens(by, Clock.systemUTC()).forCaller(audience, ANA);
    }

    @Test
    void aCallerWithTheScopeIsServed() throws Exception {
        InstanceId id = new InstanceId(UUID.randomUUID());
        String body = mvc.perform(get("/api/v1/things/" + id).header("Authorization", token(GATEWAY, "svc")))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(body).isEqualTo("ana" + id);
    }

    @Test
    void whoeverSignedOrWasMeantOtherwiseIsNobody() throws Exception {
        for (String bad : new String[] {token(STRANGER, "svc"), token(GATEWAY, "billing-service"), "Bearer x.y.z"}) {
            mvc.perform(get("/api/v1/things/ins_x").header("Authorization", bad))
                    .andExpect(status().isUnauthorized())
                    .andExpect(jsonPath("$.code").value("unauthenticated"));
        }
        InstantSource past = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-3));
        mvc.perform(get("/api/v1/things/ins_x")
                        .header("Authorization", "Bearer " + new ServiceTokens(GATEWAY, past).forCaller("svc", ANA)))
                .andExpect(status().isUnauthorized());
    }

    @Test
    void forgedIdentityHeadersAreNothing() throws Exception {
        mvc.perform(get("/api/v1/things/ins_x").header("X-User-Id", "usr_x").header("X-Forwarded-User", "ana"))
                .andExpect(status().isUnauthorized());
    }

    @Test
    void anOperationWithoutARuleIsRefusedToEverybody() throws Exception {
        mvc.perform(get("/api/v1/forgotten").header("Authorization", token(GATEWAY, "svc")))
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.code").value("scope_missing"));
    }

    @Test
    void internalRoutesNeedAServicesOwnToken() throws Exception {
        mvc.perform(get("/internal/things").header("Authorization", token(GATEWAY, "svc")))
                .andExpect(status().isUnauthorized());
        mvc.perform(get("/internal/things")
                        .header(
                                "Authorization",
                                "Bearer " + new ServiceTokens(GATEWAY, Clock.systemUTC()).forService("svc")))
                .andExpect(status().isOk());
    }

    @Test
    void aWrongIdInThePathIsNotFound() throws Exception {
        mvc.perform(get("/api/v1/things/usr_x").header("Authorization", token(GATEWAY, "svc")))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.code").value("not_found"))
                .andExpect(jsonPath("$.request_id").isNotEmpty());
    }

    @Test
    void badBodiesAreToldApart() throws Exception {
        expectCode("{\"name\":\"a\",\"price_limit\":{\"amount\":\"1.5\"},\"owner\":1}", "unknown_field");
        expectCode("{\"name\":", "malformed_json");
        expectCode("", "malformed_json");
        expectCode("{\"price_limit\":{\"amount\":1.5}}", "validation_failed");
        mvc.perform(post("/api/v1/things").contentType(MediaType.TEXT_PLAIN).content("x"))
                .andExpect(status().isUnsupportedMediaType())
                .andExpect(jsonPath("$.code").value("unsupported_media_type"));
        mvc.perform(get("/api/v1/things"))
                .andExpect(status().isMethodNotAllowed())
                .andExpect(jsonPath("$.code").value("method_not_allowed"));
    }

    @Test
    void anUnexpectedFailureTellsNothingButTheRequestId() throws Exception {
        mvc.perform(get("/api/v1/broken").header("X-Request-Id", "req_from_client"))
                .andExpect(status().isInternalServerError())
                .andExpect(header().string("X-Request-Id", "req_from_client"))
                .andExpect(jsonPath("$.request_id").value("req_from_client"))
                .andExpect(jsonPath("$.detail")
                        .value(org.hamcrest.Matchers.not(org.hamcrest.Matchers.containsString("secret"))));
    }

    private void expectCode(String body, String code) throws Exception {
        mvc.perform(post("/api/v1/things")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.code").value(code));
    }
}
