package cloud.dumont.monitoring.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.Goodbye;
import cloud.dumont.events.HealthEvent.Signal;
import cloud.dumont.json.DumontJson;
import cloud.dumont.monitoring.PlatformTest;
import cloud.dumont.monitoring.health.Health;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;

/** What makes a machine suspect before its beat is late. */
@PlatformTest
@TestPropertySource(properties = "dumont.health.lines.returns=1s")
class SignalsTest {
    @Autowired
    ApplicationContext context;

    @LocalServerPort
    int port;

    private Stage stage;

    @BeforeEach
    void servingBox() {
        stage = new Stage(context, port);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private List<String> signals() {
        return stage.health() instanceof Health.Unheard unheard
                ? unheard.suspicion().signals().stream().map(Signal::kind).toList()
                : List.of();
    }

    /** The held clock has to pass the moment in which another line may be opened; the real one passes it too. */
    private void lineBreaksOff(InputStream line) throws IOException {
        stage.clock.advance(Duration.ofMillis(1));
        line.close();
    }

    private void awaitSuspicion() {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            stage.clock.advance(Duration.ofMillis(50));
            return signals().contains("stream_closed");
        });
    }

    @Test
    void aProcessThatWasKilledIsLostWithinTwentySeconds() throws IOException {
        stage.vendorSays("running");
        InputStream line = stage.box.line();
        stage.ssh.close();
        stage.second.close();
        var killedAt = stage.clock.instant();
        lineBreaksOff(line);
        awaitSuspicion();

        while (!(stage.health() instanceof Health.Lost) && stage.clock.instant().isBefore(killedAt.plusSeconds(40))) {
            stage.passes(1);
        }

        assertThat(Duration.between(killedAt, stage.clock.instant()).toSeconds())
                .isBetween(10L, 20L);
        assertThat(stage.told().getFirst().path("cause").asString()).isEqualTo("silence");
        assertThat(stage.told().getFirst().path("evidence").toString()).contains("stream_closed");
    }

    @Test
    void anAgentThatDiesAloneIsNoLoss() throws IOException {
        stage.vendorSays("running");
        lineBreaksOff(stage.box.line());
        awaitSuspicion();

        stage.passes(20);
        assertThat(stage.health()).isInstanceOf(Health.Suspect.class);

        stage.box.line();
        await().until(() -> signals().contains("stream_opened"));
        stage.beat(100);
        assertThat(stage.health()).isInstanceOf(Health.Healthy.class);
    }

    @Test
    void aLineThatIsOpenAgainSaysNothing() throws IOException {
        InputStream first = stage.box.line();
        InputStream second = stage.box.line();
        lineBreaksOff(first);

        InputStream witness = stage.box.line();
        lineBreaksOff(witness);
        stage.box.line();
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> {
            stage.clock.advance(Duration.ofMillis(50));
            return stage.health() instanceof Health.Healthy;
        });
        second.close();
    }

    @Test
    void anAgentThatRestartsMakesNobodySuspect() {
        assertThat(stage.box
                        .post(AgentPaths.GOODBYE, new Goodbye(Goodbye.SIGTERM), stage.box.token())
                        .status())
                .isEqualTo(204);
        assertThat(stage.health()).isInstanceOf(Health.Healthy.class);
    }

    @Test
    void aGoodbyeMakesSuspectAndABeatEndsIt() {
        stage.clock.advance(Duration.ofSeconds(1));
        assertThat(stage.box
                        .post(AgentPaths.GOODBYE, new Goodbye("signal"), stage.box.token())
                        .status())
                .isEqualTo(204);
        assertThat(signals()).containsExactly("goodbye");

        stage.beat(100);
        assertThat(stage.health()).isInstanceOf(Health.Healthy.class);
    }

    private void vendorsWord(String status) {
        stage.instances.vendorWords.add(DumontJson.mapper()
                .createObjectNode()
                .put("placement", stage.order.placement().text())
                .put("status", status)
                .put("read_at", stage.clock.instant().toString()));
    }

    @Test
    void aVendorsWordIsConfirmedByALookAndThenBelieved() {
        stage.passes(5);
        vendorsWord("outbid");
        stage.vendorSays("outbid");
        stage.ssh.close();
        stage.second.close();

        stage.passes(4);

        assertThat(stage.health()).isInstanceOf(Health.Lost.class);
        assertThat(stage.secondsSinceLastBeat()).isLessThanOrEqualTo(10);
        assertThat(stage.told().getFirst().path("cause").asString()).isEqualTo("vendor");
    }

    @Test
    void aMachineThatBeatsIsNotLostWhateverItsVendorSays() {
        for (int seq = 50; seq < 58; seq++) {
            stage.instances.vendorWords.clear();
            stage.passes(1);
            vendorsWord("gone");
            stage.vendorSays("gone");
            for (int i = 0; i < 14; i++) {
                stage.passes(2);
                stage.vendorSays("gone");
                assertThat(stage.health()).isNotInstanceOf(Health.Lost.class);
            }
            stage.beat(seq);
            assertThat(stage.health()).as("a beat is newer than the look").isInstanceOf(Health.Healthy.class);
        }
        assertThat(stage.told()).isEmpty();
        assertThat(stage.facts()).contains("health.suspected", "health.cleared");
    }

    @Test
    void aMachineThatAnswersButBeatsNoMoreIsLostWhenListAndReadAgree() {
        stage.passes(5);
        vendorsWord("gone");
        for (int i = 0; i < 21; i++) {
            stage.vendorSays("gone");
            stage.passes(2);
        }
        assertThat(stage.health()).isInstanceOf(Health.Lost.class);
        assertThat(stage.secondsSinceLastBeat()).isBetween(45L, 48L);
        assertThat(stage.told().getFirst().path("cause").asString()).isEqualTo("vendor");
    }

    @Test
    void aVendorsWordThatANewerLookContradictsIsNotBelieved() {
        stage.passes(5);
        vendorsWord("gone");
        stage.clock.advance(Duration.ofMillis(100));
        stage.vendorSays("running");

        stage.passes(20);

        assertThat(stage.health()).isInstanceOf(Health.Suspect.class);
        assertThat(signals()).containsExactly("vendor_says");
    }

    @Test
    void aVendorsWordFromBeforeTheLastBeatIsNoNews() {
        vendorsWord("gone");
        stage.clock.advance(Duration.ofSeconds(1));
        stage.beat(50);

        stage.passes(4);

        assertThat(stage.health()).isInstanceOf(Health.Healthy.class);
    }
}
