package cloud.dumont.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;

/** One machine of a user, with what a scenario does to it. */
final class Machine {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private final Platform platform;
    private final User user;
    private final String id;

    private Machine(Platform platform, User user, String id) {
        this.platform = platform;
        this.user = user;
        this.id = id;
    }

    static Machine rent(Platform platform, User user, String name) {
        return rent(platform, user, name, Map.of());
    }

    /** @return once it runs */
    static Machine rent(Platform platform, User user, String name, Map<String, Object> wishes) {
        Map<String, Object> order = new LinkedHashMap<>(User.order(user.plentifulGpu()));
        order.put("name", name);
        order.putAll(wishes);
        Machine machine = new Machine(platform, user, user.create(order));
        user.awaitStatus(machine.id, "running");
        return machine;
    }

    static Map<String, String> key() {
        return Map.of("Idempotency-Key", UUID.randomUUID().toString());
    }

    String id() {
        return id;
    }

    String status() {
        return user.status(id);
    }

    /** What its vendor calls the box that serves it. */
    String boxRef() {
        for (JsonNode placement : user.api()
                .get("/instances/" + id + "/placements")
                .expect(200)
                .body()
                .path("data")) {
            if (placement.path("state").asString().equals("serving")) {
                return placement.path("vendor_ref").asString();
            }
        }
        throw new AssertionError("nothing serves " + id);
    }

    String run(String remote) {
        String command = user.instance(id).path("ssh").path("command").asString();
        return user.ssh.run(command, remote).expectSuccess();
    }

    Api.Answer post(String verb, Object body) {
        return user.api().post("/instances/" + id + "/" + verb, body, key()).expect(202);
    }

    JsonNode backups(String query) {
        return user.api()
                .get("/instances/" + id + "/backups" + query)
                .expect(200)
                .body()
                .path("data");
    }

    /** Until the platform says that everything written before this call is saved. */
    void awaitProtected() {
        Instant written = Instant.now().plusSeconds(1);
        until("everything saved", () -> {
            JsonNode lastAt = backupReading().path("last_at");
            return lastAt.isString() && Instant.parse(lastAt.asString()).isAfter(written);
        });
    }

    private JsonNode backupReading() {
        return user.instance(id).path("backup");
    }

    void awaitRestored() {
        until("restored", () -> user.instance(id).path("restore").isNull());
    }

    /** @return the id of the snapshot, once it counts */
    String snapshot(String description) {
        Api.Answer action = post("backups", Map.of("description", description));
        awaitAction(action.text("id"));
        return user.api()
                .get("/actions/" + action.text("id"))
                .expect(200)
                .body()
                .path("result")
                .path("backup")
                .asString();
    }

    void restore(Map<String, Object> wish) {
        awaitAction(post("restore", wish).text("id"));
    }

    void awaitAction(String action) {
        until("action " + action, () -> {
            JsonNode now = user.api().get("/actions/" + action).expect(200).body();
            assertThat(now.path("status").asString()).as("%s", now).isNotEqualTo("failed");
            return now.path("status").asString().equals("succeeded");
        });
    }

    void destroy() {
        user.destroy(id);
        platform.awaitNoBoxes();
    }

    private void until(String what, java.util.concurrent.Callable<Boolean> condition) {
        try {
            await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("never: " + what + "; the machine: " + user.instance(id), e);
        }
    }
}
