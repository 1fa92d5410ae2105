package cloud.dumont.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The vendor misbehaves while a machine is created: it becomes running all the same, nothing is left over or billed twice. */
class FaultsIT {
    private final Platform platform = Platform.get();

    @AfterEach
    void heal() {
        platform.clearFaults();
    }

    @ParameterizedTest
    @CsvSource({
        "offer_gone, 2",
        "offer_gone_410, 1",
        "read_after_create_null, 1",
        "lost_answer, 1",
        "throttle_plain, 3",
        "throttle_json, 3",
        "port_closed_after_running, 1"
    })
    void aCreateUnderAFaultEndsWell(String kind, int count) {
        User ana = User.signUp(platform);
        BigDecimal before = ana.available();
        platform.inject(kind, count);
        String id = ana.create(User.order(ana.plentifulGpu()));
        JsonNode running = ana.awaitStatus(id, "running");
        assertThat(ana.ssh
                        .run(running.path("ssh").path("command").asString(), "nvidia-smi -L")
                        .expectSuccess())
                .contains(running.path("gpu").path("name").asString());
        JsonNode attempts = ana.api()
                .get("/instances/" + id + "/attempts")
                .expect(200)
                .body()
                .path("data");
        assertThat(attempts.size()).isPositive();
        // Whatever was bought twice by a lost answer is given back.
        await().atMost(Duration.ofMinutes(4))
                .untilAsserted(() -> assertThat(platform.boxes()).hasSize(1));
        ana.destroy(id);
        platform.awaitNoBoxes();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(before.subtract(ana.available())).isEqualByComparingTo(ana.recompute(id)));
    }
}
