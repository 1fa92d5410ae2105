package cloud.dumont.sandbox.vastai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A cloud does not forget when the laptop that simulates it is switched off. */
class RestartTest extends VastFixture {
    private void restart(Duration away) throws IOException {
        vast.close();
        host.forgetAll();
        clock.move(away);
        boot(config());
        settle();
    }

    @Test
    void runningInstanceComesBackExitedAndCanBeStartedAgain() throws IOException {
        long id = running(",\"label\":\"kept\"");

        restart(Duration.ofHours(2));

        JsonNode instance = instance(id);
        assertThat(instance.path("label").asString()).isEqualTo("kept");
        assertThat(instance.path("actual_status").asString()).isEqualTo("exited");
        assertThat(instance.path("intended_status").asString()).isEqualTo("stopped");
        caller.put("/api/v0/instances/" + id + "/", "{\"state\":\"running\"}");
        passSlowly(Duration.ofSeconds(15));
        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
    }

    @Test
    void instanceThatWasStillLoadingGoesOn() throws IOException {
        long id = create("");
        passSlowly(Duration.ofSeconds(10));

        restart(Duration.ofMinutes(1));
        passSlowly(LONGEST_BOOT);

        assertThat(instance(id).path("actual_status").asString()).isEqualTo("running");
    }

    @Test
    void meterRemembersAndBillsTheDiskButNotTheGpuWhileAway() throws IOException {
        running("");
        pass(Duration.ofHours(1));
        BigDecimal gpu = vast.meter().resources().getFirst().gpuUsd();
        BigDecimal disk = vast.meter().resources().getFirst().diskUsd();

        restart(Duration.ofHours(10));

        assertThat(vast.meter().resources().getFirst().gpuUsd()).isEqualByComparingTo(gpu);
        assertThat(vast.meter().resources().getFirst().diskUsd()).isEqualByComparingTo(disk.add(new BigDecimal("0.2")));
    }

    @Test
    void accountsKeysAndIdsGoOn() throws IOException {
        caller.post("/api/v0/ssh/", "{\"ssh_key\":\"ssh-ed25519 AAAA kept\"}");
        long keyId = caller.get("/api/v0/ssh/").json().path(0).path("id").asLong();
        vast.addAccount("second", BigDecimal.TEN);
        long before = create("");
        long highestOffer = vast.market().offers().stream()
                .mapToLong(offer -> offer.id())
                .max()
                .orElseThrow();

        restart(Duration.ZERO);

        assertThat(caller.get("/api/v0/ssh/").json().path(0).path("key").asString())
                .isEqualTo("ssh-ed25519 AAAA kept");
        assertThat(new Caller(vast.url(), "second")
                        .get("/api/v0/users/current/")
                        .status())
                .isEqualTo(200);
        assertThat(create("")).isGreaterThan(before);
        assertThat(vast.market().offers()).allMatch(offer -> offer.id() > highestOffer);
        caller.post("/api/v0/ssh/", "{\"ssh_key\":\"ssh-ed25519 AAAA next\"}");
        assertThat(caller.get("/api/v0/ssh/").json().path(1).path("id").asLong())
                .isGreaterThan(keyId);
    }

    @Test
    void killedRightAfterACreateStillKnowsIt() throws IOException {
        long id = create("");
        String saved = Files.readString(directory.resolve("vast.json"));

        assertThat(saved).contains(Long.toString(id));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(path -> path.getFileName().toString())).doesNotContain("vast.json.new");
        }
    }
}
