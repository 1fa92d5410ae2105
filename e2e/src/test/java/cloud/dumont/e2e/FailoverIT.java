package cloud.dumont.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The box loses its power, the machine goes on: on a standby first, then on a GPU again. */
@Tag("quick")
class FailoverIT {
    private static final Duration BEYOND_DOUBT = Duration.ofMinutes(3);
    private final Platform platform = Platform.get();

    @Test
    void aMachineWhoseBoxDiesKeepsItsNameItsHostKeyAndItsFiles() {
        User ana = User.signUp(platform);
        Machine machine = Machine.rent(platform, ana, "phoenix-1");
        machine.run(Trees.MAKE);
        machine.awaitProtected();
        String before = machine.run(Trees.HASH);
        Instant killed = cut(machine);

        JsonNode onStandby = ana.awaitStatus(machine.id(), "on_standby");
        assertThat(onStandby.path("serving").path("kind").asString()).isEqualTo("standby");
        assertThat(onStandby.path("billed_now").asBoolean()).isTrue();
        machine.awaitRestored();
        assertThat(machine.run(Trees.HASH))
                .as("the same command, the same host key")
                .isEqualTo(before);
        JsonNode told = failover(ana, machine);
        assertThat(Duration.between(
                        killed, Instant.parse(told.path("decided_at").asString())))
                .isLessThan(BEYOND_DOUBT);
        assertThat(told.path("evidence").size()).isPositive();
        assertThat(told.path("lost_work_seconds").isNumber()).isTrue();

        machine.run("echo 'made on the standby' > /root/meanwhile");
        JsonNode back = ana.awaitStatus(machine.id(), "running");
        assertThat(back.path("serving").path("kind").asString()).isEqualTo("gpu");
        machine.awaitRestored();
        assertThat(machine.run(Trees.HASH)).isEqualTo(before);
        assertThat(machine.run("cat /root/meanwhile")).isEqualTo("made on the standby");
        assertThat(machine.run("nvidia-smi -L")).contains("GPU 0");
        assertThat(failover(ana, machine).path("phase").asString()).isEqualTo("returned");

        machine.destroy();
        platform.awaitNoBoxes();
    }

    @Test
    void aMachineWithoutAStandbyStopsAndItsFilesAreKept() {
        User ana = User.signUp(platform);
        Machine machine = Machine.rent(platform, ana, "mortal-1", Map.of("standby", Map.of("policy", "off")));
        machine.run("echo kept > /root/kept");
        machine.awaitProtected();
        cut(machine);
        JsonNode stopped = ana.awaitStatus(machine.id(), "stopped");
        assertThat(stopped.path("standby").path("policy").asString()).isEqualTo("off");
        machine.post("start", Map.of());
        ana.awaitStatus(machine.id(), "running");
        machine.awaitRestored();
        assertThat(machine.run("cat /root/kept")).isEqualTo("kept");
        machine.destroy();
        platform.awaitNoBoxes();
    }

    private JsonNode failover(User user, Machine machine) {
        return user.api()
                .get("/instances/" + machine.id() + "/failovers")
                .expect(200)
                .body()
                .path("data")
                .get(0);
    }

    /** Everything in the box dies at once, and its vendor says nothing. */
    private Instant cut(Machine machine) {
        String box = machine.boxRef();
        platform.control().post("/machines/vastai/" + box + "/vanish", Map.of("vendor_notices_after_s", -1));
        await().atMost(Duration.ofMinutes(3))
                .ignoreExceptions()
                .until(() -> !machine.status().equals("running"));
        return Instant.now();
    }
}
