package cloud.dumont.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The failover is tested while the machine serves on: a real standby, real files, read back from its disk. */
@Tag("quick")
class DrillIT {
    private final Platform platform = Platform.get();

    @Test
    void aDrillShowsThatTheFilesComeBackAndDisturbsNothing() {
        User ana = User.signUp(platform);
        Machine machine = Machine.rent(platform, ana, "rehearsed-1");
        machine.run(Trees.MAKE);
        machine.awaitProtected();
        String before = machine.run(Trees.HASH);
        assertThat(machine.post("drill", Map.of()).text("type")).isEqualTo("instance.drill");
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> drill(ana, machine).path("ended_at").isString());
        JsonNode drill = drill(ana, machine);
        assertThat(drill.path("state").asString()).as(drill.toString()).isEqualTo("passed");
        assertThat(drill.path("id").asString()).startsWith("drl_");
        assertThat(drill.path("files").path("same").asBoolean()).isTrue();
        assertThat(drill.path("files").path("entries").asInt()).isGreaterThan(100);
        assertThat(drill.path("files").path("digest_found").asString())
                .isEqualTo(drill.path("files").path("digest_saved").asString())
                .hasSize(64);
        assertThat(drill.path("seconds").path("whole").isNumber()).isTrue();
        assertThat(machine.status()).isEqualTo("running");
        assertThat(machine.run(Trees.HASH)).isEqualTo(before);
        machine.destroy();
        platform.awaitNoBoxes();
    }

    private JsonNode drill(User user, Machine machine) {
        return user.api()
                .get("/instances/" + machine.id() + "/drills")
                .expect(200)
                .body()
                .path("data")
                .get(0);
    }
}
