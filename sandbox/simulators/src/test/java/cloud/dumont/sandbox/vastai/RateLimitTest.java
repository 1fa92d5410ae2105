package cloud.dumont.sandbox.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitTest extends VastFixture {
    @Override
    VastSimulatorConfig config() {
        return super.config().withRateScale(0.2);
    }

    @Test
    void secondCallWithinTheIntervalIsRefusedAndALaterOnePasses() throws IOException {
        assertThat(caller.get("/api/v1/instances/").status()).isEqualTo(200);
        assertThat(caller.get("/api/v1/instances/").status()).isEqualTo(429);
        clock.move(Duration.ofMillis(199));
        assertThat(caller.get("/api/v1/instances/").status()).isEqualTo(429);
        clock.move(Duration.ofMillis(1));
        assertThat(caller.get("/api/v1/instances/").status()).isEqualTo(200);
    }

    @Test
    void intervalIsPerEndpointAndKey() throws IOException {
        vast.addAccount("other", BigDecimal.TEN);
        assertThat(caller.get("/api/v1/instances/").status()).isEqualTo(200);
        assertThat(caller.get("/api/v0/users/current/").status()).isEqualTo(200);
        assertThat(new Caller(vast.url(), "other").get("/api/v1/instances/").status())
                .isEqualTo(200);
        assertThat(caller.get("/api/v1/instances").status()).isEqualTo(429);
    }

    @Test
    void plainTextAndJsonTakeTurns() throws IOException {
        caller.post("/api/v0/bundles/", "{}");
        List<String> types = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Caller.Answer answer = caller.post("/api/v0/bundles/", "{}");
            assertThat(answer.status()).isEqualTo(429);
            types.add(answer.contentType().split(";")[0]);
        }
        assertThat(types).containsExactly("text/plain", "application/json", "text/plain", "application/json");
    }

    @Test
    void refusedCreateMakesNothing() throws IOException {
        long first = plainOffer().path("id").asLong();
        clock.move(Duration.ofSeconds(2));
        long second = plainOffer().path("id").asLong();

        assertThat(createAnswer(first, "").status()).isEqualTo(200);
        assertThat(createAnswer(second, "").status()).isEqualTo(429);

        assertThat(list("").path("total_instances").asInt()).isEqualTo(1);
    }
}
