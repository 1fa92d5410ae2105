package cloud.dumont.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kill -9 of one part while a machine is being created: it becomes running, or it is gone at the vendor and unbilled. */
class KillsIT {
    private final Platform platform = Platform.get();

    @AfterEach
    void everythingRuns() {
        for (String service : new String[] {
            "postgres", "redis", "billing-service", "monitoring-service", "instance-manager", "gateway"
        }) {
            platform.control().post("/services/" + service + "/start", Map.of());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"instance-manager", "billing-service", "monitoring-service", "gateway", "redis", "postgres"})
    void aKillDuringACreateLeavesNothingBehind(String victim) {
        User ana = User.signUp(platform);
        BigDecimal before = ana.available();
        String id = ana.create(User.order(ana.plentifulGpu()));
        ana.awaitStatus(id, "launching", "booting");
        platform.kill(victim);
        platform.startAgain(victim);
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> {
            ana.logIn();
            return true;
        });
        String end = ana.awaitStatus(id, "running", "failed").path("status").asString();
        if (end.equals("running")) {
            assertThat(ana.ssh
                            .run(ana.instance(id).path("ssh").path("command").asString(), "whoami")
                            .expectSuccess())
                    .isEqualTo("root");
        }
        ana.destroy(id);
        platform.awaitNoBoxes();
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(ana.amount("held")).isEqualByComparingTo(BigDecimal.ZERO);
            assertThat(before.subtract(ana.available())).isEqualByComparingTo(ana.recompute(id));
        });
    }
}
