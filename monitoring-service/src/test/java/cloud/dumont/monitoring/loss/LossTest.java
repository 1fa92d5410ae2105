package cloud.dumont.monitoring.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cloud.dumont.monitoring.PlatformTest;
import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.Loss;
import cloud.dumont.monitoring.health.Mandate;
import cloud.dumont.monitoring.health.Signals;
import cloud.dumont.monitoring.health.SweepHealth;
import cloud.dumont.monitoring.health.WatchHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** From the first doubt to the word to instance-manager: real beats, real tries, real facts; the clock is held. */
@PlatformTest
class LossTest {
    @Autowired
    ApplicationContext context;

    @Autowired
    WatchHealth watch;

    @Autowired
    SweepHealth sweep;

    @Autowired
    TellLosses tellLosses;

    @Autowired
    Verdicts verdicts;

    @LocalServerPort
    int port;

    private Stage stage;

    @BeforeEach
    void servingBoxThatHasBeatenForAWhile() {
        stage = new Stage(context, port);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aMachineWhoseVendorSaysItIsGoneIsLostAtTheFirstLook() {
        stage.vendorSays("running");
        stage.passes(30);
        watch.tell(stage.order.placement(), Signals.vendorSays("outbid", stage.clock.instant()), stage.clock.instant());
        stage.vendorSays("outbid");
        stage.ssh.close();
        stage.second.close();

        stage.passes(2);

        assertThat(stage.health())
                .isInstanceOfSatisfying(
                        Health.Lost.class,
                        lost -> assertThat(lost.loss().cause()).isEqualTo(Loss.Cause.VENDOR));
        JsonNode told = stage.told().getFirst();
        assertThat(told.path("cause").asString()).isEqualTo("vendor");
        assertThat(told.path("epoch").asInt()).isEqualTo(1);
        assertThat(told.path("placement").asString())
                .isEqualTo(stage.order.placement().text());
        assertThat(Instant.parse(told.path("last_confirmed_at").asString()))
                .isCloseTo(stage.lastBeat(), within(1, ChronoUnit.MILLIS));
        assertThat(told.path("guard").asString()).isEqualTo("normal");
        assertThat(told.path("evidence").toString()).contains("vendor_says").contains("outbid");
        assertThat(stage.facts()).containsExactly("health.suspected", "health.lost");
    }

    @Test
    void aMachineThatFallsSilentAndAnswersNowhereIsLostAfterFortyFiveSeconds() {
        stage.vendorSays("running");
        stage.ssh.close();
        stage.second.close();

        stage.passes(44);
        assertThat(stage.health()).isInstanceOf(Health.Suspect.class);
        while (!(stage.health() instanceof Health.Lost) && stage.secondsSinceLastBeat() < 60) {
            stage.passes(1);
        }

        assertThat(stage.secondsSinceLastBeat()).isBetween(45L, 47L);
        JsonNode told = stage.told().getFirst();
        assertThat(told.path("cause").asString()).isEqualTo("silence");
        assertThat(told.path("evidence").toString())
                .contains("from monitoring, ssh")
                .contains("from gateway, ssh");
    }

    @Test
    void aMachineWhoseSshAnswersIsNotLostHoweverLongItsAgentIsSilent() {
        stage.vendorSays("running");

        stage.passes(180);

        assertThat(stage.health()).isInstanceOf(Health.Suspect.class);
        assertThat(stage.told()).isEmpty();
        stage.beat(100);
        assertThat(stage.health()).isInstanceOf(Health.Healthy.class);
        assertThat(stage.facts()).containsExactly("health.suspected", "health.cleared");
    }

    @Test
    void aMachineBehindABrokenPathGetsTwiceTheTime() {
        stage.vendorSays("running");
        stage.ssh.close();

        stage.passes(88);
        assertThat(stage.health()).isInstanceOf(Health.Suspect.class);
        stage.passes(4);
        assertThat(stage.health()).isInstanceOf(Health.Lost.class);
    }

    @Test
    void withoutTheSecondPlaceSilenceIsNotBelieved() {
        stage.vendorSays("running");
        stage.gateway.down = true;
        stage.ssh.close();
        stage.second.close();

        stage.passes(120);

        assertThat(stage.health()).isInstanceOf(Health.Suspect.class);
        stage.vendorSays("gone");
        stage.passes(6);
        assertThat(stage.health()).isInstanceOf(Health.Lost.class);
    }

    @Test
    void theVendorIsAskedAtMostEveryFiveSeconds() {
        stage.vendorSays("running");
        stage.passes(40);
        long before = stage.instances.looksAt(stage.order.placement());

        stage.passes(60);

        assertThat(stage.instances.looksAt(stage.order.placement()) - before).isBetween(9L, 12L);
    }

    @Test
    void noBeatTakesALossBack() {
        lose();

        assertThat(stage.box.beat(100).status()).isEqualTo(200);
        stage.passes(40);

        assertThat(stage.health()).isInstanceOf(Health.Lost.class);
        assertThat(stage.facts()).containsExactly("health.suspected", "health.lost");
    }

    private void lose() {
        watch.tell(
                stage.order.placement(),
                Signals.vendorSays("gone", stage.clock.instant().plusMillis(1)),
                stage.clock.instant());
        stage.clock.advance(Duration.ofSeconds(1));
        stage.vendorSays("gone");
        stage.ssh.close();
        stage.second.close();
        stage.round();
        assertThat(stage.health()).isInstanceOf(Health.Lost.class);
    }

    @Test
    void instanceManagerIsToldUntilItIsSettled() {
        stage.instances.lostOutcome = "limit";
        lose();
        assertThat(stage.told()).hasSize(1);

        stage.clock.advance(Duration.ofSeconds(59));
        tellLosses.sweep(stage.clock.instant());
        assertThat(stage.told()).as("not before a minute").hasSize(1);

        stage.clock.advance(Duration.ofSeconds(1));
        stage.instances.lostOutcome = "failing_over";
        tellLosses.sweep(stage.clock.instant());
        tellLosses.sweep(stage.clock.instant().plusSeconds(3_600));
        assertThat(stage.told()).as("settled").hasSize(2);
    }

    @Test
    void aLossThatInstanceManagerDidNotHearOfIsToldAgain() {
        watch.tell(
                stage.order.placement(),
                Signals.vendorSays("gone", stage.clock.instant().plusMillis(1)),
                stage.clock.instant());
        Health.Unheard suspect = (Health.Unheard) stage.health();
        stage.instances.down = true;
        assertThat(watch.lose(
                        suspect,
                        new Loss(Loss.Cause.VENDOR, List.of(), "normal"),
                        stage.mandate(),
                        stage.clock.instant()))
                .isTrue();
        tellLosses.sweep(stage.clock.instant());
        assertThat(stage.told()).isEmpty();

        stage.instances.down = false;
        tellLosses.sweep(stage.clock.instant());
        assertThat(stage.told()).hasSize(1);
    }

    @Test
    void ofManyWhoDecideAtOnceOneDoes() {
        watch.tell(
                stage.order.placement(),
                Signals.vendorSays("gone", stage.clock.instant().plusMillis(1)),
                stage.clock.instant());
        Health.Unheard suspect = (Health.Unheard) stage.health();
        Loss loss = new Loss(Loss.Cause.VENDOR, List.of(), "normal");

        Mandate mandate = stage.mandate();
        long decided = IntStream.range(0, 8)
                .parallel()
                .filter(i -> watch.lose(suspect, loss, mandate, stage.clock.instant()))
                .count();

        assertThat(decided).isEqualTo(1);
        assertThat(stage.facts()).containsExactly("health.suspected", "health.lost");
    }

    @Test
    void ofManyReplicasWithTheSameEvidenceOneDecidesTellsAndSpends() {
        watch.tell(
                stage.order.placement(),
                Signals.vendorSays("gone", stage.clock.instant().plusMillis(1)),
                stage.clock.instant());
        Instant now = stage.clock.instant().plusSeconds(1);
        Health.Unheard suspect = (Health.Unheard) stage.health();
        Mandate mandate = stage.mandate();
        Evidence evidence = new Case(suspect.suspicion(), mandate).evidence(suspect.suspicion());

        IntStream.range(0, 8).parallel().forEach(i -> verdicts.on(suspect, evidence, mandate, now));

        assertThat(stage.facts()).containsExactly("health.suspected", "health.lost");
        assertThat(stage.told()).hasSize(1);
        double spent = stage.jdbc
                .sql("SELECT tokens FROM guard_pace")
                .query(Double.class)
                .single();
        assertThat(spent).isBetween(5.0, 5.2);
    }

    @Test
    void aBeatThatCameMeanwhileIsStrongerThanTheDecision() {
        watch.tell(
                stage.order.placement(),
                Signals.vendorSays("gone", stage.clock.instant().plusMillis(1)),
                stage.clock.instant());
        Health.Unheard suspect = (Health.Unheard) stage.health();
        stage.jdbc
                .sql("UPDATE agents SET last_beat_at = last_beat_at + interval '1 second' WHERE placement_id = :p")
                .param("p", stage.order.placement().value())
                .update();

        assertThat(watch.lose(
                        suspect,
                        new Loss(Loss.Cause.VENDOR, List.of(), "normal"),
                        stage.mandate(),
                        stage.clock.instant()))
                .isFalse();
        stage.round();
        assertThat(stage.health()).isInstanceOf(Health.Healthy.class);
    }

    @Test
    void duringGraceNobodyIsLost() {
        stage.clock.advance(Duration.ofMinutes(5));
        stage.vendorSays("running");
        stage.ssh.close();
        stage.second.close();
        sweep.sweep(stage.clock.instant());
        watch.tell(stage.order.placement(), Signals.streamClosed(stage.clock.instant()), stage.clock.instant());

        stage.passes(88);
        assertThat(stage.health()).isInstanceOf(Health.Suspect.class);
        stage.passes(4);
        assertThat(stage.health()).isInstanceOf(Health.Lost.class);
    }
}
