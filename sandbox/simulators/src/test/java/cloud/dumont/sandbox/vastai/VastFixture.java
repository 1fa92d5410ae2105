package cloud.dumont.sandbox.vastai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.sandbox.machine.FakeMachineHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A simulator on a held clock: real-world waits that pass when a test says so, and no rate limit unless it asks. */
abstract class VastFixture {
    static final String KEY = "customer-key";
    static final Duration LONGEST_BOOT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    final HeldClock clock = new HeldClock();
    FakeMachineHost host;
    VastSimulator vast;
    Caller caller;

    @BeforeEach
    void start() throws IOException {
        host = new FakeMachineHost(clock);
        host.sshOpensAfter(Duration.ZERO);
        boot(config());
    }

    VastSimulatorConfig config() {
        return new VastSimulatorConfig(
                        0, KEY, 7, 1, directory.resolve("vast.json"), directory.resolve("requests.jsonl"))
                .withRateScale(0);
    }

    void boot(VastSimulatorConfig config) throws IOException {
        vast = VastSimulator.start(config, host, clock);
        caller = new Caller(vast.url(), KEY);
    }

    @AfterEach
    void stop() {
        vast.close();
        host.close();
    }

    void pass(Duration time) {
        clock.move(time);
        vast.tick();
        settle();
    }

    /** Second by second, so that each step of a life is seen at its own time. */
    void passSlowly(Duration time) {
        for (long i = 0; i < time.toSeconds(); i++) {
            pass(Duration.ofSeconds(1));
        }
    }

    void settle() {
        if (vast.hostIdle()) {
            return;
        }
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(vast::hostIdle);
    }

    JsonNode search(String body) throws IOException {
        Caller.Answer answer = caller.post("/api/v0/bundles/", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("offers");
    }

    /** One plain RTX 4090 at 0.36 an hour, bids from 0.18, disk at 0.20 a GB and month. */
    JsonNode plainOffer() throws IOException {
        vast.market().add(Map.of("gpu", "RTX 4090", "price", "0.36"));
        return search("{\"gpu_name\":{\"eq\":\"RTX 4090\"},\"host_id\":{\"eq\":501},\"order\":[[\"id\",\"desc\"]]}")
                .path(0);
    }

    long create(String extra) throws IOException {
        Caller.Answer answer = createAnswer(plainOffer().path("id").asLong(), extra);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("new_contract").asLong();
    }

    Caller.Answer createAnswer(long offer, String extra) throws IOException {
        return caller.put(
                "/api/v0/asks/" + offer + "/",
                "{\"client_id\":\"me\",\"image\":\"nvidia/cuda:12.4.1\",\"disk\":72,\"runtype\":\"ssh_direct\"" + extra
                        + "}");
    }

    long running(String extra) throws IOException {
        long id = create(extra);
        passSlowly(LONGEST_BOOT);
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
        return id;
    }

    JsonNode instance(long id) throws IOException {
        Caller.Answer answer = caller.get("/api/v0/instances/" + id + "/?owner=me");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("instances");
    }

    JsonNode list(String query) throws IOException {
        Caller.Answer answer = caller.get("/api/v1/instances/?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    static int sshPort(JsonNode instance) {
        return Integer.parseInt(
                instance.path("ports").path("22/tcp").path(0).path("HostPort").asString());
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
