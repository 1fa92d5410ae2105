package cloud.dumont.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The main job, as a script does it: rent a GPU machine, be on it, give it back, and pay for the seconds. */
@Tag("quick")
class StoryIT {
    private final Platform platform = Platform.get();

    @Test
    void withASession() {
        User ana = User.signUp(platform);
        rentUseAndGiveBack(ana);
    }

    @Test
    void withAnApiKey() {
        User ana = User.signUp(platform);
        rentUseAndGiveBack(ana.withApiKey(
                "account:read",
                "market:read",
                "instances:read",
                "instances:write",
                "instances:destroy",
                "billing:read",
                "events:read"));
    }

    private void rentUseAndGiveBack(User user) {
        BigDecimal before = user.available();
        JsonNode offer = user.cheapest("rtx_4090");
        String id = user.create(Map.of(
                "name",
                "story-1",
                "offer_id",
                offer.path("id").asString(),
                "disk_gb",
                20,
                // The next machine may be dearer: this story is about the machine, not about the market.
                "max_price_per_hour",
                Map.of("amount", "2.00", "currency", "USD")));
        JsonNode running = user.awaitStatus(id, "running");
        assertThat(running.path("reason").path("code").asString()).isEqualTo("preflight_passed");
        assertThat(running.path("billed_now").asBoolean()).isTrue();

        String command = running.path("ssh").path("command").asString();
        assertThat(user.ssh.run(command, "whoami").expectSuccess()).isEqualTo("root");
        assertThat(user.ssh.run(command, "nvidia-smi -L").expectSuccess()).contains("RTX 4090");
        user.ssh.run(command, "echo kept > /root/note").expectSuccess();

        Api.Answer unasked = user.api()
                .post("/instances/" + id + "/stop", Map.of("final_backup", false))
                .expect(409);
        assertThat(unasked.text("code")).isEqualTo("data_loss_not_accepted");
        assertThat(user.status(id)).isEqualTo("running");

        user.api().post("/instances/" + id + "/stop", Map.of()).expect(202);
        user.awaitStatus(id, "stopped");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> platform.boxes().stream()
                        .noneMatch(box -> box.path("state").asString().equals("running")));
        assertThat(user.ssh.run(command, "true").err()).contains("story-1");

        user.api().post("/instances/" + id + "/start", Map.of()).expect(202);
        JsonNode again = user.awaitStatus(id, "running");
        assertThat(again.path("epoch").asLong())
                .isGreaterThan(running.path("epoch").asLong());
        assertThat(again.path("ssh").path("command").asString()).isEqualTo(command);
        // Same host key on other hardware: the known_hosts entry of before must do.
        assertThat(user.ssh.run(command, "nvidia-smi -L").expectSuccess()).contains("RTX 4090");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> user.instance(id).path("restore").isNull());
        assertThat(user.ssh.run(command, "cat /root/note").expectSuccess()).isEqualTo("kept");

        user.destroy(id);
        platform.awaitNoBoxes();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(user.amount("held")).isEqualByComparingTo(BigDecimal.ZERO);
            assertThat(before.subtract(user.available())).isEqualByComparingTo(user.recompute(id));
        });
        assertThat(user.recompute(id)).isPositive();
        JsonNode events = user.api()
                .get("/events?instance=" + id + "&limit=100")
                .expect(200)
                .body()
                .path("data");
        assertThat(events.findValuesAsString("type"))
                .contains("instance.created", "instance.running", "instance.stopped", "instance.destroyed");
    }
}
